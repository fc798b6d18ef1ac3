import sqlite3

sqlite3.connect("base").execute("CREATE TABLE data (value)")
