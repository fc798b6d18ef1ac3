"""heapq, which is written in Python, calls eval for its keys."""
import heapq

heapq.nlargest(1, ["print('data')"], key=eval)
