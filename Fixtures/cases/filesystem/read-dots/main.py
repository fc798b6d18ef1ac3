"""Out of the root by `..` and with slashes to spare."""
print(open("root//..//./secret").read(), end="")
