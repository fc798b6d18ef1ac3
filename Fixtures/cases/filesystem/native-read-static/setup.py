import os

from outside import build

os.mkdir("root")
os.chdir("root")
build.attacker("attacker")
