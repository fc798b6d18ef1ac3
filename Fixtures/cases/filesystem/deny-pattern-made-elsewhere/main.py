"""A folder with a refused name in it is made elsewhere and moved."""
import os

os.mkdir("other")
open("other/a.txt", "w").close()
os.rename("other", "keys")
