"""A database."""
import sqlite3

sqlite3.connect("new").execute("CREATE TABLE data (value)")
