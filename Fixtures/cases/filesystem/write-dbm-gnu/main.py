"""A database of gdbm."""
import _gdbm

with _gdbm.open("new", "c") as base:
    base["key"] = "data"
