import os

open("file", "w").close()
os.chmod("file", 0o4755)
