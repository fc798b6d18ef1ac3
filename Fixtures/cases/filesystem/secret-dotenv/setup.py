import pathlib

file = pathlib.Path(".env")
file.parent.mkdir(exist_ok=True)
file.write_text("secret\n")
