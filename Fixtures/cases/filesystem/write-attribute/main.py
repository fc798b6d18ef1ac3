"""An attribute of the program's own."""
import os

os.setxattr("file", "user.mark", b"data")
