"""A file moves into what looks like an installed distribution, which a program may read."""
import os

os.mkdir("a-1.dist-info")
os.rename("secret", "a-1.dist-info/secret")
print(open("a-1.dist-info/secret").read(), end="")
