import os

os.symlink("../secret", "root/link")
