import os

os.symlink("nowhere", "link")
os.utime("link", (5, 5), follow_symlinks=False)
