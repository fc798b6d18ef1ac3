"""The folder."""
import os

os.mkdir(".env")
open(".env/pyvenv.cfg", "w").write("home = /usr\n")
