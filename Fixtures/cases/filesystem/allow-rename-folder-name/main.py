"""A file cannot become what is named as a folder."""
import os

try:
    os.rename("file", "new/")
except NotADirectoryError:
    print(os.path.exists("file"), os.path.exists("new"))
