"""Everything that one does in a folder."""
import os
import pathlib
import shutil

out = pathlib.Path("out")
(out / "deep/er").mkdir(parents=True)
(out / "deep/a").write_text("text")
os.rename("out/deep/a", "out/b")
os.link("out/b", "out/c")
os.symlink("b", "out/d")
os.chmod("out/b", 0o600)
os.utime("out/b", (1, 1))
os.truncate("out/c", 2)
os.mkfifo("out/e")
os.replace("out/c", "out/deep/f")
shutil.move("out/deep", "out/moved")
shutil.copytree("out/moved", "out/copy")
os.remove("out/moved/f")
shutil.rmtree("out/moved")
print(sorted(os.listdir("out")), open("out/copy/f").read())
