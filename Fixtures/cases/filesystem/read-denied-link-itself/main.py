"""The refused path is a link; the file that it leads to is read by its own name."""
print(open("real").read(), end="")
