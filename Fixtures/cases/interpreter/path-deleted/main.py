"""Without site-packages and the library, the program's folder comes first."""
import sys

del sys.path[1:]
sys.path.append("hidden")
import evil
