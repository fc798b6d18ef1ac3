import sqlite3

for name in ("root/own", "secret"):
    connection = sqlite3.connect(name)
    connection.execute("CREATE TABLE data AS SELECT ? AS value", (name,))
    connection.commit()
