import os

from outside import build

build.attacker("attacker")
os.mkdir("folder")
open("folder/secret", "w").write("secret\n")
