"""A second database, in a statement."""
import sqlite3

connection = sqlite3.connect(":memory:")
connection.execute("ATTACH 'new' AS other")
connection.execute("CREATE TABLE other.data (value)")
