"""A program whose file's name is no text."""
import os
import shutil

shutil.copy("main.py", os.fsencode("program") + b"\xff.py")
