"""A package of a name that has rights, made for a child to find."""
import os
import subprocess
import sys

os.makedirs("made/site-packages/known")
with open("made/site-packages/known/__init__.py", "w") as file:
    print("print(eval('6 * 7'))", file=file)
environment = dict(os.environ, PYTHONPATH=os.path.abspath("made/site-packages"))
print(subprocess.run([sys.executable, "-c", "import known"], env=environment, stderr=subprocess.DEVNULL).returncode)
