"""A file that is mapped is written without a call."""
import mmap
import os

with mmap.mmap(os.open("file", os.O_RDWR), 0) as memory:
    memory[:] = b"new"
