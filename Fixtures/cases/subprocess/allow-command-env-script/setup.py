import os

for name, line in (("plain", "env sh"), ("split", "env -S sh -e")):
    with open(name, "w") as file:
        file.write(f"#!/usr/bin/{line}\necho {name} $1\n")
    os.chmod(name, 0o755)
