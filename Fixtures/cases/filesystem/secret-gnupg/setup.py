import pathlib

file = pathlib.Path.home() / ".gnupg/private-keys-v1.d/key"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
