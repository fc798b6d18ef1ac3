"""The process's own memory, by a link."""
import os

os.symlink("/proc/self/mem", "link")
os.open("link", os.O_RDWR)
print("opened")
