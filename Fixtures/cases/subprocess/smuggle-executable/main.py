"""subprocess starts another program than the first word says."""
import subprocess

subprocess.run(["echo", "-c", "echo data"], executable="/bin/sh")
