"""The list, as another module has it."""
import os

os.sys.path.append("hidden")
import evil
