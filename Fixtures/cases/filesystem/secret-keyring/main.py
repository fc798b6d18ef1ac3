"""The desktop's passwords."""
import os

print(open(os.path.expanduser("~/.local/share/keyrings/login.keyring")).read(), end="")
