"""Passwords in a browser."""
import os

print(open(os.path.expanduser("~/.mozilla/firefox/a.default/logins.json")).read(), end="")
