"""A name with line ends and a message in it."""
print(open("a\nhermetic: b").read(), end="")
