"""A path that is longer than most."""
print(open("root/" + "../root/" * 400 + "../secret").read(), end="")
