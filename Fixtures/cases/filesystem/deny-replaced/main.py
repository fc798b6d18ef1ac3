"""Another file takes the place of a refused one."""
import os

os.replace("other", "file")
