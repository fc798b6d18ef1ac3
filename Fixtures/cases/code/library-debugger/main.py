"""bdb runs a text."""
import bdb

bdb.Bdb().run("print('data')")
