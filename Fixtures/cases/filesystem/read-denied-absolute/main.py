"""The refused file by its whole path, and the program's by another."""
print(open("../case/secret").read(), end="")
