import os

from outside import build

build.attacker("attacker")
os.mkdir("empty")
