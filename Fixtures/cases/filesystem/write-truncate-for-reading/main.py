"""Opened for reading only, and emptied all the same."""
import os

os.open("file", os.O_RDONLY | os.O_TRUNC)
