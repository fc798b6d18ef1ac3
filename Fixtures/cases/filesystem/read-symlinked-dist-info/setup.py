import os

os.symlink("away", "a-1.dist-info")
