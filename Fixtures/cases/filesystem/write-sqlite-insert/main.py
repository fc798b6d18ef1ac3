"""A row in a database that is there; sqlite falls back to reading."""
import sqlite3

connection = sqlite3.connect("base")
connection.execute("INSERT INTO data VALUES (zeroblob(40000))")
connection.commit()
