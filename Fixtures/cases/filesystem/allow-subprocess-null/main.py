"""Children whose streams lead nowhere or here."""
import subprocess

print(subprocess.run(["echo", "text"], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL).returncode)
print(subprocess.check_output(["echo", "text"], stderr=subprocess.DEVNULL))
print(subprocess.run(["cat"], input=b"text", stdout=subprocess.PIPE).stdout)
