"""A file opened for reading, opened again by its descriptor's name."""
import os

file = os.open("file", os.O_RDONLY)
with open("/proc/self/fd/%d" % file, "w") as again:
    again.write("data")
