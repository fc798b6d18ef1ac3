"""A refused path with a folder that is a link in it."""
print(open("link/../folder/secret").read(), end="")
