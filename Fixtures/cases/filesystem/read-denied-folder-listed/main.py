"""A refused folder is not listed either."""
import os

print(os.listdir("folder"))
