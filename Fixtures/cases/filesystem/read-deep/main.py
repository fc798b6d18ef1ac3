"""A file whose path is longer than a path may be."""
import os

for _ in range(30):
    os.chdir("d" * 200)
print(open("secret").read(), end="")
