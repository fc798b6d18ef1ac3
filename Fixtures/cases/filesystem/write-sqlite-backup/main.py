"""A copy to another connection."""
import sqlite3

connection = sqlite3.connect(":memory:")
connection.execute("CREATE TABLE data (value)")
connection.backup(sqlite3.connect("new"))
