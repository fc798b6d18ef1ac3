"""Passwords that git keeps."""
import os

print(open(os.path.expanduser("~/.git-credentials")).read(), end="")
