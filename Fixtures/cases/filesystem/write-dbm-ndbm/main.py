"""A database of ndbm."""
import _dbm

with _dbm.open("new", "c") as base:
    base["key"] = "data"
