"""A descriptor in place of the path."""
import os

os.chmod(os.open("file", os.O_RDONLY), 0o666)
