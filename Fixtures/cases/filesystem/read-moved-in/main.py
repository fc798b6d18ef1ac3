"""A file is moved to where one may write and read."""
import os

os.rename("secret", "root/moved")
print(open("root/moved").read(), end="")
