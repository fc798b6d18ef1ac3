"""The loader's variables that the program was started with are nobody's trick."""
import os
import subprocess

print(subprocess.run(["echo", "text"], stdout=subprocess.PIPE).stdout, os.environ["LD_LIBRARY_PATH"])
