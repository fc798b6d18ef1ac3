import sqlite3

sqlite3.connect("base").execute("CREATE TABLE data AS SELECT 1 AS value")
