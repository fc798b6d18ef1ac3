"""A folder that is not the root gets its path."""
import os

here = os.getcwd()
os.chroot("other")
print(open(here + "/root/secret").read(), end="")
