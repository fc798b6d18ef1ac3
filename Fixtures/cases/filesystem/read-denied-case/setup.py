import os

os.symlink("folder", "link")
