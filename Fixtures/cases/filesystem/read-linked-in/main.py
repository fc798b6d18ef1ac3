"""A file gets a name where one may write and read."""
import os

os.link("secret", "root/linked")
print(open("root/linked").read(), end="")
