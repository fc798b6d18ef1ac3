"""A file, a folder and a pattern."""
print(open("file").read(), open("root/inside").read(), open("a.txt").read(), end="")
