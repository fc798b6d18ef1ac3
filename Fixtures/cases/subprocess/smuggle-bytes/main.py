"""Words in bytes."""
import subprocess

subprocess.run([b"/bin/sh", b"-c", b"echo data"])
