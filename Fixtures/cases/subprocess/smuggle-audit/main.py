"""A library that watches the loader."""
import os
import subprocess

subprocess.run(["true"], env={"LD_AUDIT": os.path.abspath("library.so")})
