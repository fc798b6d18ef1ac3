import pathlib

file = pathlib.Path.home() / ".kube/config"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
