"""A path in the home folder."""
import os
import pathlib

(pathlib.Path.home() / "rules").mkdir()
with open(os.path.expanduser("~/rules/new"), "w") as file:
    file.write("data")
