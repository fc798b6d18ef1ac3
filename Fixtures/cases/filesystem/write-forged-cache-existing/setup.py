import os

os.mkdir("__pycache__")
