import pathlib

file = pathlib.Path.home() / ".bash_history"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
