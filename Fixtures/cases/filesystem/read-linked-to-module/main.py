"""A file gets a second name, that of a module."""
import os

os.link("secret", "secret.py")
print(open("secret.py").read(), end="")
