"""A function whose name is no text is called back by shutil."""
import os
import shutil


def ignore(folder, names):
    if os.environ["PATH"]:
        print("data")
    return []


ignore.__code__ = ignore.__code__.replace(co_name="\udc80")
os.mkdir("folder")
shutil.copytree("folder", "copy", ignore=ignore)
