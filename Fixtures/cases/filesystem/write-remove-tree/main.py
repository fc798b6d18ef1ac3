"""shutil removes a folder."""
import shutil

shutil.rmtree("folder")
