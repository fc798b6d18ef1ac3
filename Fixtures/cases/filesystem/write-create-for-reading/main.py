"""Opened for reading only, and made all the same."""
import os

os.open("new", os.O_RDONLY | os.O_CREAT)
