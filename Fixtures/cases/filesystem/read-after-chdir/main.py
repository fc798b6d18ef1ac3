"""A name seen from the root."""
import os

os.chdir("root")
print(open("../secret").read(), end="")
