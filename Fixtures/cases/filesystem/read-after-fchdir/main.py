"""A folder that stands for a path only becomes the working folder."""
import os

os.fchdir(os.open("..", os.O_PATH))
print(open("case/secret").read(), end="")
