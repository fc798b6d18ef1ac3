"""A library that the loader puts into the allowed program."""
import os
import subprocess

subprocess.run(["true"], env={"LD_PRELOAD": os.path.abspath("library.so")})
