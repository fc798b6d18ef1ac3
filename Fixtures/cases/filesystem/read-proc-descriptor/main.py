"""A descriptor that stands for a path only, opened by its name."""
import os

print(open("/proc/self/fd/%d" % os.open("secret", os.O_PATH)).read(), end="")
