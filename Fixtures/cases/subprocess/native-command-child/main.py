"""An allowed shell starts what is not allowed."""
import subprocess

subprocess.run(["sh", "-c", "echo built in; /bin/echo data; exec /usr/bin/printf data"])
