import pathlib

file = pathlib.Path.home() / ".ssh/id_rsa"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
