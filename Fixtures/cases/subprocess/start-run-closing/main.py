"""subprocess.run as it may use posix_spawn."""
import subprocess

subprocess.run(["/bin/echo", "data"], close_fds=False)
