"""Another program beside the allowed one."""
import subprocess

subprocess.run(["echo", "allowed"])
subprocess.run(["printf", "data\\n"])
