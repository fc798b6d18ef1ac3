"""The root folder, by another name."""
import os

with open("/proc/self/root" + os.path.abspath("file"), "w") as file:
    file.write("data")
