"""A database, by an address that asks for reading only."""
import sqlite3

print(sqlite3.connect("file:secret?mode=ro&immutable=1", uri=True).execute("SELECT * FROM data").fetchone()[0])
