"""A file whose name ends as the kernel marks what was removed."""
print(open("root/secret (deleted)").read(), end="")
