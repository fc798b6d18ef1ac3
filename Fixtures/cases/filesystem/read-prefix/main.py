"""A folder whose name begins as the root's does."""
print(open("root-other/secret").read(), end="")
