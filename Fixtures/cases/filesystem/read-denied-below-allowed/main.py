"""A refused file in an allowed folder."""
print(open("root/secret").read(), end="")
