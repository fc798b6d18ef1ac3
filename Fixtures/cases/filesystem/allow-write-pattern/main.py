"""Paths by a pattern."""
for name in ("a.log", "logs/b.log"):
    with open(name, "w") as file:
        file.write("data")
