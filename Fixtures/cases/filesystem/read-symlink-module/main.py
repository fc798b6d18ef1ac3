"""A link that has the name of a module."""
print(open("link.py").read(), end="")
