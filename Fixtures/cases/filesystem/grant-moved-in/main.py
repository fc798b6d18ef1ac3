"""A file from outside moves in, to be changed there."""
import os

os.rename("file", "out/file")
