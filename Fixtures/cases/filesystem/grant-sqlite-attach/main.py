"""A second database, outside the allowed folder."""
import sqlite3

connection = sqlite3.connect("out/base")
connection.execute("ATTACH 'new' AS other")
connection.execute("CREATE TABLE other.data (value)")
