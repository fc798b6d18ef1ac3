"""shutil copies a folder."""
import shutil

shutil.copytree("folder", "new")
