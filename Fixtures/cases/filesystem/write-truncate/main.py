"""A file is cut off."""
import os

os.truncate("file", 1)
