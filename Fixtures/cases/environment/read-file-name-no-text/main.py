"""The program's file has a name that is no text, and shutil's code calls back."""
import os
import shutil


def ignore(folder, names):
    if os.environ["PATH"]:
        print("data")
    return []


os.mkdir("folder")
shutil.copytree("folder", "copy", ignore=ignore)
