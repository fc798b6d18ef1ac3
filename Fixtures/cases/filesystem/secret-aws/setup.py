import pathlib

file = pathlib.Path.home() / ".aws/credentials"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
