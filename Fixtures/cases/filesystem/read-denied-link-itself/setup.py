import os

os.symlink("real", "link")
