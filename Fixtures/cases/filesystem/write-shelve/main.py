"""A shelf, which is one of several kinds of file."""
import glob
import os
import shelve

with shelve.open("shelf") as shelf:
    shelf["key"] = "data"
os.rename(glob.glob("shelf*")[0], "new")
