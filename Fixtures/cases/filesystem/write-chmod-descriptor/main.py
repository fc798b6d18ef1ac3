"""Everybody may write, by a descriptor for reading."""
import os

os.fchmod(os.open("file", os.O_RDONLY), 0o666)
