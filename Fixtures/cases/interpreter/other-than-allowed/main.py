"""Only sys.path is allowed."""
import os
import sys

sys.path.append("hidden")
import evil

os.chdir("hidden")
print("changed")
