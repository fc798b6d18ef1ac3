"""map calls os.chdir."""
import os

list(map(os.chdir, ["hidden"]))
print(os.path.basename(os.getcwd()))
