"""One allowed program feeds another."""
import subprocess

first = subprocess.Popen(["echo", "text"], stdout=subprocess.PIPE)
second = subprocess.Popen(["cat"], stdin=first.stdout, stdout=subprocess.PIPE)
first.stdout.close()
print(second.communicate()[0], first.wait())
