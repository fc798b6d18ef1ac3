"""Iterating and copying show what is allowed."""
import os

print(sorted(name for name in os.environ if name.startswith("STAR")), os.environ.copy()["STAR_ONE"], dict(os.environ)["STAR_TWO"])
