"""A folder in which the loader looks for the allowed program's libraries."""
import os
import subprocess

subprocess.run(["./tool"], env={"LD_LIBRARY_PATH": os.getcwd()}, check=False)
