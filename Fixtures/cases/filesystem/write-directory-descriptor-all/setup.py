import os

os.makedirs("folder/empty")
for name in ("file", "setuid", "gone", "old"):
    open("folder/" + name, "w").close()
os.utime("folder/file", (5, 5))
os.chmod("folder/file", 0o644)
os.chmod("folder/setuid", 0o4755)
