"""A refused file moves to a name that is not refused."""
import os

os.rename("secret", "other")
print(open("other").read(), end="")
