"""The same where one file only is refused."""
print(open("secret").read(), end="")
