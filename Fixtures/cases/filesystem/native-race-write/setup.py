from outside import build

build.attacker("attacker.so")
open("./open", "w").write("nothing\n")
open("./shut", "w").write("secret\n")
