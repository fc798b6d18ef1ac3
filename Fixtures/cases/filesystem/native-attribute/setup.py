import os

from outside import build

build.attacker("attacker")
os.setxattr("removexattr", "user.mark", b"data")
