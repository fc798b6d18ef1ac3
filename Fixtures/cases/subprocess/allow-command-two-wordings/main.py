"""One program, allowed with two beginnings."""
import subprocess

for word in ("one", "two"):
    print(subprocess.check_output(["echo", word, "more"]))
