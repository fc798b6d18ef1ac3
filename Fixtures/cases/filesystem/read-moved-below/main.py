"""A file moves to where reading is allowed, writing being closed nowhere."""
import os

os.rename("secret", "root/secret")
print(open("root/secret").read(), end="")
