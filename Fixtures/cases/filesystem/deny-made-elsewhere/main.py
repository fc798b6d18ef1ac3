"""A folder is made under another name and moved to the refused one."""
import os

os.mkdir("other")
open("other/new", "w").close()
os.rename("other", "folder")
