"""sys.path is read in every way, and is a list."""
import copy
import json
import os
import sys

folder = os.path.dirname(os.path.abspath(__file__))
print(sys.path[0] == folder, folder in sys.path, len(sys.path) == len(list(sys.path)), isinstance(sys.path, list), sys.path.index(folder))
print(sys.path[:1] + ["a"] == [folder, "a"], sys.path.copy() == sys.path, copy.copy(sys.path) == sys.path, [*sys.path] == sys.path)
print(json.loads(json.dumps(sys.path)) == sys.path, sorted(sys.path) != [], "\n".join(sys.path).startswith(folder), sys.path == sys.path[:])
mine = sys.path[:]
mine.append("hidden")
mine += ["more"]
print(len(mine) - len(sys.path), list(reversed(sys.path))[-1] == folder, sys.path.count(folder), repr(sys.path).startswith("["))
