"""A child's standard output is a socket that the program was given."""
import os
import subprocess

subprocess.run(["printf", "data"], stdout=int(os.environ["WORLD_DESCRIPTORS"]))
