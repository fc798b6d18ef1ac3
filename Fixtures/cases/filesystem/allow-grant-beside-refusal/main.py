"""A folder of which one file is refused; the rest of it moves and goes as it likes."""
import os

os.mkdir("out/folder")
os.rename("out/folder", "out/other")
with open("out/other/file", "w") as file:
    file.write("data")
os.remove("out/kept")
print(sorted(os.listdir("out")))
