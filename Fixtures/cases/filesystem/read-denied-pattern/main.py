"""A file that a pattern refuses."""
print(open("root/deep/a.key").read(), end="")
