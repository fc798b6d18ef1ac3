"""A pattern with a question mark."""
for name in ("a10", "a1"):
    with open(name, "w") as file:
        file.write("data")
