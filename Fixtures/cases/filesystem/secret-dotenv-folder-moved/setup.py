import pathlib

file = pathlib.Path("deep/.env")
file.parent.mkdir(exist_ok=True)
file.write_text("secret\n")
