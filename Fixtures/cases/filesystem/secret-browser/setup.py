import pathlib

file = pathlib.Path.home() / ".mozilla/firefox/a.default/logins.json"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
