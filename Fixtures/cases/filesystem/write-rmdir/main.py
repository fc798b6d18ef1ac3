"""An empty folder is removed."""
import os

os.rmdir("folder")
