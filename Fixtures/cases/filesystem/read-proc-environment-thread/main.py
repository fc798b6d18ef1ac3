"""The same, by a thread's folder."""
import os

folder = os.open("/proc/self/task", os.O_PATH)
name = os.listdir("/proc/self/task")[0]
file = os.open(name + "/environ", os.O_RDONLY, dir_fd=folder)
print(b"WORLD_ASK=" in os.read(file, 100000))
