"""A package in an archive."""
import sys

sys.path.insert(0, "library.zip")
from zipped import inner

print(inner.VALUE)
