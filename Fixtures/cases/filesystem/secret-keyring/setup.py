import pathlib

file = pathlib.Path.home() / ".local/share/keyrings/login.keyring"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
