"""The refused folder, in a spelling of its own on the command line."""
print(open("folder/secret").read(), end="")
