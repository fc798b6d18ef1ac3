"""Code of the program runs between the copy and the new program."""
import os
import subprocess

subprocess.run(["true"], preexec_fn=lambda: os.write(1, b"data\n"))
