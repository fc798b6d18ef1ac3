import os

from outside import build

build.attacker("attacker.so")
with open("script", "w") as file:
    file.write("#!/bin/sh\necho script\n")
os.chmod("script", 0o755)
