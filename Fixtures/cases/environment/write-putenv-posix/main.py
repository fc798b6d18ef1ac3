"""posix.putenv, below os."""
import posix
import subprocess

posix.putenv(b"MARK", b"data")
subprocess.run(["sh", "-c", "echo $MARK"])
