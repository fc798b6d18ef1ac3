"""A folder that holds what a pattern refuses moves to where the pattern does not reach."""
import os

os.rename("folder", "other")
print(open("other/secret").read(), end="")
