"""A refused file that is open for writing, opened again."""
import os

file = os.open("secret", os.O_WRONLY)
print(open("/proc/self/fd/%d" % file).read(), end="")
