"""A static program looks for a variable, in its own block and in its parent's."""
import os
import subprocess

subprocess.run(["./attacker", "variable", "SECRET"])
subprocess.run(["./attacker", "spy", "environ", str(os.getpid())])
