"""An allowed shell script takes a function in a variable for the command it calls."""
import os
import subprocess

subprocess.call(["bin/tool"], env={**os.environ, "BASH_FUNC_date%%": "() { echo data; }"})
