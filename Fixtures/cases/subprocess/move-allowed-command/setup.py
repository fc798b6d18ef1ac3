"""A program."""
import os

os.mkdir("bin")
open("bin/tool", "w").write("#!/bin/sh\necho tool\n")
os.chmod("bin/tool", 0o755)
