"""A link to another folder takes the place of the root."""
import os

os.rename("root", "old")
os.symlink("away", "root")
print(open("root/secret").read(), end="")
