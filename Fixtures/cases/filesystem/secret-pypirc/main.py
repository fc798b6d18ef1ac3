"""The token that publishes packages."""
import os

print(open(os.path.expanduser("~/.pypirc")).read(), end="")
