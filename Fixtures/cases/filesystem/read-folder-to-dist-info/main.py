"""A folder gets the name of an installed distribution."""
import os

os.rename("away", "a-1.dist-info")
print(open("a-1.dist-info/secret").read(), end="")
