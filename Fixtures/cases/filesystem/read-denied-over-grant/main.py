"""A refused folder holds an allowed one; refusing wins."""
print(open("folder/deep/secret").read(), end="")
