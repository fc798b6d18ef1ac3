"""Folders are walked, made and removed, archives made, without another working directory."""
import glob
import os
import pathlib
import shutil
import tempfile

with tempfile.TemporaryDirectory() as folder:
    shutil.copytree("other", os.path.join(folder, "copy"))
    print(sorted(os.listdir(os.path.join(folder, "copy"))), [path.name for path in pathlib.Path(folder).rglob("*.txt")])
    shutil.rmtree(os.path.join(folder, "copy"))
print(glob.glob("other/*"), os.path.relpath("other"), [names for *_, names in os.walk("other")])
