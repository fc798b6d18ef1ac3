"""A folder takes the place of the root."""
import os

os.rename("root", "old")
os.rename("away", "root")
print(open("root/secret").read(), end="")
