"""The list is found among the objects that refer to one of its texts."""
import gc
import sys

for found in gc.get_objects():
    if isinstance(found, list) and found is not sys.argv and found == sys.path:
        list.insert(found, 0, "hidden")
import evil
