from outside import build

build.attacker("attacker", "attacker-dynamic")
