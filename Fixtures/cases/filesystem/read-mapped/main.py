"""A file in memory."""
import mmap
import os

print(mmap.mmap(os.open("secret", os.O_RDONLY), 0, prot=mmap.PROT_READ)[:].decode(), end="")
