"""Files and folders in the root, in every spelling."""
import glob
import os
import pathlib

print(open("root/inside").read(), pathlib.Path("root").joinpath("deep/b.txt").read_bytes())
print(sorted(os.listdir("root")), glob.glob("root/**/*.txt", recursive=True), [name for _, _, name in os.walk("root/deep")])
os.chdir("root/deep")
folder = os.open("..", os.O_RDONLY)
print(open("../inside").read(), os.read(os.open("deep/b.txt", os.O_RDONLY, dir_fd=folder), 9), open(os.path.realpath("b.txt")).read())
