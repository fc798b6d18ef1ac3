"""A folder that holds a refused file moves."""
import os

os.rename("folder", "other")
print(open("other/secret").read(), end="")
