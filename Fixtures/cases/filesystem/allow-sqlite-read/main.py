"""A database that is only read, as its address says."""
import sqlite3

print(sqlite3.connect("file:base?mode=ro", uri=True).execute("SELECT * FROM data").fetchone())
