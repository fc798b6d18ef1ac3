import os

from outside import build

build.attacker("attacker")
for name in ("script", "other"):
    with open(name, "w") as file:
        file.write("#!/usr/bin/env sh\necho data\n")
    os.chmod(name, 0o755)
