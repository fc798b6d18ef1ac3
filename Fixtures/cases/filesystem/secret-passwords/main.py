"""A store of passwords."""
import os

print(open(os.path.expanduser("~/.password-store/mail.gpg")).read(), end="")
