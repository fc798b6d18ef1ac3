"""A link in the root that leads through /proc."""
import os

file = os.open("..", os.O_PATH)
os.dup2(file, 99)
print(open("root/link").read(), end="")
