import os

from outside import build

build.attacker("attacker.so")
os.mkdir("folder")
open("folder/secret", "w").write("secret\n")
