import pathlib

file = pathlib.Path.home() / ".pypirc"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
