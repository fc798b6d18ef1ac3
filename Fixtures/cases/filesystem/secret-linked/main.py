"""Another name for a key."""
import os

os.link(os.path.expanduser("~/.ssh/id_rsa"), "key")
print(open("key").read(), end="")
