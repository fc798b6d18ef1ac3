"""bisect inserts in C."""
import bisect
import sys

bisect.insort(sys.path, "hidden", lo=0, hi=0)
import evil
