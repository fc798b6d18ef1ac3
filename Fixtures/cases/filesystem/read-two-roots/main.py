"""A file that neither of two roots holds."""
print(open("one/file").read(), open("two/file").read(), end="")
print(open("secret").read(), end="")
