"""A shell that is allowed."""
import os
import subprocess

os.system("echo system")
print(os.popen("echo popen").read(), subprocess.getoutput("echo output"), flush=True)
subprocess.run("echo run | { read line; echo $line; }", shell=True)
