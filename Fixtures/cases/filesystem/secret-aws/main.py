"""Keys of Amazon's cloud."""
import os

print(open(os.path.expanduser("~/.aws/credentials")).read(), end="")
