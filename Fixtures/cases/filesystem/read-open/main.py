"""open."""
print(open("secret").read(), end="")
