import pathlib

from outside import build

build.attacker("attacker", "attacker.so")
for name in (".ssh/id_ed25519", ".aws/credentials", ".netrc"):
    file = pathlib.Path.home() / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("secret\n")
pathlib.Path(".env").write_text("secret\n")
