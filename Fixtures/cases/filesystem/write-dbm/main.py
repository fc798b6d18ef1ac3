"""A dbm database."""
import dbm.dumb

with dbm.dumb.open("new", "c") as base:
    base["key"] = "data"
