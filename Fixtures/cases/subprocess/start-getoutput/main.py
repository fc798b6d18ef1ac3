"""subprocess.getoutput uses a shell."""
import subprocess

print(subprocess.getoutput("echo data"))
