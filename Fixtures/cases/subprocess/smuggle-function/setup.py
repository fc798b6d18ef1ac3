"""A script."""
import os

os.mkdir("bin")
open("bin/tool", "w").write("#!/bin/bash\ndate\n")
os.chmod("bin/tool", 0o755)
