"""A database with its log, in an allowed folder."""
import sqlite3

connection = sqlite3.connect("out/base")
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE data (value)")
connection.execute("INSERT INTO data VALUES (1)")
connection.commit()
connection.execute("VACUUM")
print(sqlite3.connect("out/base").execute("SELECT * FROM data").fetchone())
