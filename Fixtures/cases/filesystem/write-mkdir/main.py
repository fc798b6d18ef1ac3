"""A folder."""
import os

os.mkdir("new")
