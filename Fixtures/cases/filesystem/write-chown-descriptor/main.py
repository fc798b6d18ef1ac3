"""The same, by a descriptor."""
import os

os.fchown(os.open("file", os.O_RDONLY), os.getuid(), os.getgid())
