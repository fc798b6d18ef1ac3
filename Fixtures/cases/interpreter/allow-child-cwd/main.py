"""A child may run in another directory."""
import os
import subprocess

print(subprocess.run(["pwd"], cwd="other", stdout=subprocess.PIPE).stdout.strip().endswith(b"/case/other"), os.path.basename(os.getcwd()))
