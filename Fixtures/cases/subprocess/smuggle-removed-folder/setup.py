import os

os.mkdir("bin")
os.symlink("/bin/echo", "bin/tool")
