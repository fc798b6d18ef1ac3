"""heapq appends in C."""
import heapq
import sys

heapq.heappush(sys.path, "hidden")
import evil
