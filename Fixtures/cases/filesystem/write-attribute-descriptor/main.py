"""An attribute, by a descriptor for reading."""
import os

os.setxattr(os.open("file", os.O_RDONLY), "user.mark", b"data")
