import os
import subprocess

from outside import build

build.attacker("attacker.so")
for name, line in (("good", "return 0;"), ("evil", 'return puts("data") < 0 ? 1 : 42;')):
    code = "#include <stdio.h>\nint main(void) { %s }" % line
    subprocess.run(["cc", "-o", name, "-xc", "-"], input=code.encode(), check=True)
headers = subprocess.run(["readelf", "-l", "good"], capture_output=True, text=True, check=True).stdout
os.symlink(headers.split("interpreter: ")[1].split("]")[0], "load")
