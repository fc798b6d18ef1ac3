"""A copy, in a statement."""
import sqlite3

connection = sqlite3.connect(":memory:")
connection.execute("CREATE TABLE data (value)")
connection.execute("VACUUM INTO 'new'")
