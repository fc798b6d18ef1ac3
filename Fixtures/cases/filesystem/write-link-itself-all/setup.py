import os

open("file", "w").close()
for name in ("link", "other", "gone"):
    os.symlink("file", name)
os.utime("link", (5, 5), follow_symlinks=False)
