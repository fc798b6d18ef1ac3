"""A refused file is removed."""
import os

os.unlink("file")
