import os

os.symlink("/bin/echo", "link")
