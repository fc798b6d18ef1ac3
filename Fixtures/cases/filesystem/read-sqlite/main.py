"""A database."""
import sqlite3

print(sqlite3.connect("secret").execute("SELECT * FROM data").fetchone()[0])
