"""Reading and writing is reading."""
print(open("secret", "r+").read(), end="")
