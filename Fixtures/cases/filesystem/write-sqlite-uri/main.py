"""A database, by an address."""
import sqlite3

sqlite3.connect("file:new?mode=rwc&cache=private", uri=True).execute("CREATE TABLE data (value)")
