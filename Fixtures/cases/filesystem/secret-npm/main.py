"""The token that publishes packages of Node."""
import os

print(open(os.path.expanduser("~/.npmrc")).read(), end="")
