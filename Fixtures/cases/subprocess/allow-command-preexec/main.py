"""Settings of the child, made before its program starts."""
import os
import subprocess

print(subprocess.run(["echo", "text"], stdout=subprocess.PIPE, preexec_fn=os.setsid).stdout)
