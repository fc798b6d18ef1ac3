"""The program itself lies in the root, which is where it works."""
print(open("data").read())
