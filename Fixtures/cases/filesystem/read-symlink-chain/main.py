"""A link to a link, of which the second is a whole path."""
print(open("root/first/secret").read(), end="")
