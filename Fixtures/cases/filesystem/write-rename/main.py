"""A file is moved."""
import os

os.rename("file", "new")
