"""map calls the list's append."""
import sys

list(map(sys.path.append, ["hidden"]))
import evil
