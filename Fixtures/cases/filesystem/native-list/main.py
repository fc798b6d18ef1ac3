"""A static program lists a folder outside the root and the program's own, and a shell does."""
import subprocess

subprocess.run(["sh", "-c", "for each in ../elsewhere/*; do echo $each; done"])
subprocess.run(["ls", "../elsewhere"])
