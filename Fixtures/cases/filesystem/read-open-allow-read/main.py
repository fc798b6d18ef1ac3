"""The same where --allow-read closes reading."""
print(open("secret").read(), end="")
