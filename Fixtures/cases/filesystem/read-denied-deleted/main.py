"""A refused file is removed while a descriptor stands for its path."""
import os

file = os.open("secret", os.O_PATH)
os.unlink("secret")
print(open("/proc/self/fd/%d" % file).read(), end="")
