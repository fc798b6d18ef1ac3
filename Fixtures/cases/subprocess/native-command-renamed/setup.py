import os
import shutil
import subprocess

from outside import build

build.attacker("attacker.so")
for name, line in (("good", "return 0;"), ("evil", 'return puts("data") < 0 ? 1 : 42;')):
    code = "#include <stdio.h>\nint main(void) { %s }" % line
    subprocess.run(["cc", "-static", "-o", name, "-xc", "-"], input=code.encode(), check=True)
shutil.copy("evil", "second")
