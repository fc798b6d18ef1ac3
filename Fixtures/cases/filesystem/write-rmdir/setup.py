import os

os.mkdir("folder")
