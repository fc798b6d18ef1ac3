import os

os.mkdir("../tmp")
