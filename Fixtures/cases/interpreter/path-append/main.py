"""sys.path.append."""
import sys

sys.path.append("hidden")
import evil
