"""shutil copies with sendfile."""
import shutil

shutil.copyfile("file", "new")
