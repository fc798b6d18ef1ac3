"""A file takes the place of another."""
import os

os.replace("other", "file")
