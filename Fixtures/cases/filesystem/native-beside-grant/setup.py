import os

from outside import build

build.attacker("attacker")
os.mkdir("grant")
open("grant/inside", "w").write("inside")
os.symlink("../linked-to", "grant/link")
