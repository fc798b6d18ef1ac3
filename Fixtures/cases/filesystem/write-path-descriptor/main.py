"""A descriptor that stands for a path only, opened by its name in /dev."""
import os

file = os.open("file", os.O_PATH)
with open("/dev/fd/%d" % file, "w") as again:
    again.write("data")
