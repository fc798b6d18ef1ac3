"""`..` behind a link leads to where the link points, not back."""
print(open("root/link/../secret").read(), end="")
