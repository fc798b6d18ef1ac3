"""A symbolic link."""
import os

os.symlink("file", "new")
