"""A module that was there before is removed from sys.modules and imported anew."""
import sys

del sys.modules["os"]
import os

print(os.path.basename("data"))
