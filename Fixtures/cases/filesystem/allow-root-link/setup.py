import os

os.symlink("root", "link")
os.symlink("inside", "root/other")
