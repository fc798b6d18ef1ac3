"""shutil moves, and copies where it cannot."""
import shutil

shutil.move("file", "new")
