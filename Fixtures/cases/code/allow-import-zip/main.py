"""A package in a zip archive."""
import sys

sys.path.insert(0, "library.zip")
import zipped.inner

print(zipped.inner.VALUE, type(zipped.__loader__).__name__)
