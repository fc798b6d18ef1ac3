"""A file that a set of characters refuses; another one is read."""
for name in ("file9", "file5"):
    print(open(name).read(), end="")
