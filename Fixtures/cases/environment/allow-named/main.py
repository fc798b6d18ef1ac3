"""The names that are allowed are read and written, and a child sees them; commas, a wildcard, and the flag twice."""
import os
import subprocess

print(os.environ["PLAIN"], os.getenv("STAR_ONE"), os.environb[b"STAR_TWO"], os.getenv("STAR_NONE", "none"), "LATE" in os.environ)
os.environ["MARK"] = "data"
print(subprocess.run(["sh", "-c", "echo $MARK $PLAIN"], stdout=subprocess.PIPE).stdout)
del os.environ["MARK"]
print("MARK" in os.environ, os.path.expandvars("$PLAIN"))
