import pathlib

file = pathlib.Path.home() / ".password-store/mail.gpg"
file.parent.mkdir(parents=True, exist_ok=True)
file.write_text("secret\n")
