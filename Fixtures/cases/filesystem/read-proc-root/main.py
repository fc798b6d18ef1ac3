"""The root folder, by another name."""
import os

print(open("/proc/self/root" + os.path.abspath("secret")).read(), end="")
