"""A link in the place of what is granted would have the next run grant what it leads to."""
import os

os.symlink("/etc", "out")
print(os.readlink("out"))
