import os

open("file", "w").close()
os.setxattr("file", "user.mark", b"data")
