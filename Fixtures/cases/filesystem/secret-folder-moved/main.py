"""The folder of the keys moves."""
import os

os.rename(os.path.expanduser("~/.ssh"), "keys")
print(open("keys/id_rsa").read(), end="")
