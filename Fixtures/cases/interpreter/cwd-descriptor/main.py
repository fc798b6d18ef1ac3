"""os.chdir, by a descriptor."""
import os

os.chdir(os.open("hidden", os.O_RDONLY))
print(os.path.basename(os.getcwd()))
