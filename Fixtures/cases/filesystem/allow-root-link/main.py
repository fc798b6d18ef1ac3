"""The root is a link, and links in it stay in it."""
print(open("link/other").read(), open("root/other").read(), end="")
