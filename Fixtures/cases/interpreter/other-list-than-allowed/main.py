"""sys.path is allowed, sys.meta_path is not."""
import sys

sys.path.append("hidden")
sys.meta_path.clear()
print("changed")
