"""A file gets a second name where reading is allowed, writing being closed nowhere."""
import os

os.link("secret", "root/secret")
print(open("root/secret").read(), end="")
