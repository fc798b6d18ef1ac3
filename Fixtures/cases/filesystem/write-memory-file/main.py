"""A file in memory, which may be executed later."""
import os

file = os.memfd_create("name")
os.write(file, b"data")
print(os.pread(file, 9, 0))
