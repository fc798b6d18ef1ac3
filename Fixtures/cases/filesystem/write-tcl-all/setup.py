import os

for name in ("file", "other", "gone"):
    open(name, "w").close()
os.chmod("file", 0o644)
os.utime("file", (5, 5))
