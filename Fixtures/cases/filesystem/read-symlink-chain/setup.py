import os

os.symlink(os.getcwd(), "root/second")
os.symlink("second", "root/first")
