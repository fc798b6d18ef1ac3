"""A refused folder goes away while a descriptor stands for it; what is in it stays reachable."""
import os

folder = os.open("folder", os.O_PATH)
file = os.open("secret", os.O_PATH, dir_fd=folder)
os.unlink("folder/secret")
os.rmdir("folder")
print(open("/proc/self/fd/%d" % file).read(), end="")
