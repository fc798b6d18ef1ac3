"""An allowed program with variables, input and a working folder of its own."""
import subprocess

print(subprocess.run(["env"], env={"MARK": "text"}, stdout=subprocess.PIPE, cwd="/").stdout)
print(subprocess.run(["cat"], input=b"input", stdout=subprocess.PIPE).stdout)
