"""A file that is made later, and matches a pattern that is refused."""
import subprocess

subprocess.run(["sh", "-c", "cp folder/secret later.key; cat folder/a.key later.key"])
