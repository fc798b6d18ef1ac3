import sqlite3

connection = sqlite3.connect("secret")
connection.execute("CREATE TABLE data AS SELECT 'secret' AS value")
connection.commit()
