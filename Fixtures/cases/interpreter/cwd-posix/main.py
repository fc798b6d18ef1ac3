"""posix.chdir, below os."""
import os
import posix

posix.chdir(b"hidden")
print(os.path.basename(os.getcwd()))
