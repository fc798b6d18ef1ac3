"""The refused folder is moved away, linked to and entered first."""
import subprocess

subprocess.run(["sh", "-c", "cd folder && cat secret"])
subprocess.run(["sh", "-c", "ln -s folder link && cat link/secret"])
subprocess.run(["sh", "-c", "cat < /proc/self/cwd/folder/secret"])
subprocess.run(["sh", "-c", "mv folder moved && cat moved/secret"])
