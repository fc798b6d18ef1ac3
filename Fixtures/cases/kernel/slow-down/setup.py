from outside import build

build.attacker("attacker")
