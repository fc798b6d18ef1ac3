import os

os.symlink("secret", "link.py")
