"""The same, in a statement."""
import sqlite3

connection = sqlite3.connect(":memory:")
connection.enable_load_extension(True)
connection.execute("SELECT load_extension('./library')")
