"""Words that must come first, and more after them."""
import subprocess

subprocess.run(["echo", "one", "two"])
subprocess.run(["echo", "one", "two", "three"])
subprocess.run(["printf", "%s\\n", "four"])
