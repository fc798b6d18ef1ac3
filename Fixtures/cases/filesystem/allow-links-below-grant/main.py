"""Links below what is granted are the program's own."""
import os

os.mkdir("out")
os.symlink("target", "out/link")
os.rename("out/link", "out/other")
os.link("out/other", "out/third", follow_symlinks=False)
print(sorted(os.listdir("out")))
