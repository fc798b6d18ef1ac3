"""shutil packs a folder."""
import shutil

shutil.make_archive("new", "zip", "folder")
