import pathlib

file = pathlib.Path.home() / ".cache/huggingface/token"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
