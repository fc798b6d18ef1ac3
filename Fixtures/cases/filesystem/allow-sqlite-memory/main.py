"""Databases in memory, and a temporary one."""
import sqlite3

for name in (":memory:", "file::memory:?cache=shared"):
    connection = sqlite3.connect(name, uri=True)
    connection.execute("CREATE TABLE data AS SELECT 1 AS value")
    connection.execute("CREATE TEMP TABLE more AS SELECT * FROM data")
    print(connection.execute("SELECT * FROM more").fetchone())
