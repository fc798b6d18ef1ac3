"""A change of owner, even to the same, takes away the right to be the owner."""
import os

os.chown("file", os.getuid(), os.getgid())
