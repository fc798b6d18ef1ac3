import os

os.symlink("loop", "out/loop")
