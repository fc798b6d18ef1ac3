import os

os.symlink("inside", "root/link")
