"""sys.path may be changed in every way, where it is allowed."""
import site
import sys

sys.path.append("hidden")
sys.path[:0] = ["more"]
list.append(sys.path, "third")
sys.path = sys.path + ["fourth"]
import evil

sys.path.remove("hidden")
print(sys.path[0], sys.path[-2:])
