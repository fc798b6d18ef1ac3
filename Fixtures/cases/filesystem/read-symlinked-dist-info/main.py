"""A link has the name of an installed distribution."""
print(open("a-1.dist-info/secret").read(), end="")
