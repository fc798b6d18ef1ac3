"""A module in a zip archive."""
import sys

sys.path.insert(0, "library.zip")
import secret
