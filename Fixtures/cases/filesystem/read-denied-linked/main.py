"""Another name for a refused file."""
import os

os.link("secret", "other")
print(open("other").read(), end="")
