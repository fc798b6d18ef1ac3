import os

os.symlink("new", "link")
