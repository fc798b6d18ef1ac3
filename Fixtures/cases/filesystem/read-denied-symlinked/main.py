"""A link to a refused file."""
import os

os.symlink("secret", "other")
print(open("other").read(), end="")
