"""A file gets the name of a module, which a program may read."""
import os

os.rename("secret", "secret.py")
print(open("secret.py").read(), end="")
