"""os.chdir."""
import os

os.chdir("hidden")
print(os.path.basename(os.getcwd()))
