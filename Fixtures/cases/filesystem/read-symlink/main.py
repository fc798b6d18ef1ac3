"""A link in the root."""
print(open("root/link").read(), end="")
