"""A file whose name has brackets in it, refused by that very name."""
print(open("data[1]").read(), end="")
