"""os.fchdir, by a descriptor."""
import os

os.fchdir(os.open("hidden", os.O_RDONLY))
print(os.path.basename(os.getcwd()))
