"""Folders that are there already."""
import os

os.makedirs("folder", exist_ok=True)
try:
    os.mkdir("folder")
except FileExistsError:
    print("there")
try:
    os.unlink("nothing")
except FileNotFoundError:
    print("not there")
