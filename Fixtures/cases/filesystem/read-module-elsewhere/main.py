"""A module of another folder, which the program puts on its path."""
import os
import sys

sys.path.append(os.path.abspath("../away"))
import settings

print(settings.VALUE)
