"""A second database, in a statement."""
import sqlite3

connection = sqlite3.connect("file:root/own?mode=ro", uri=True)
connection.execute("ATTACH 'file:secret?mode=ro' AS other")
print(connection.execute("SELECT * FROM other.data").fetchone()[0])
