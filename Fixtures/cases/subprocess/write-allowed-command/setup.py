"""A program."""
import os

open("tool", "w").write("#!/bin/sh\necho tool\n")
os.chmod("tool", 0o755)
