"""Settings of a project."""
print(open(".env").read(), end="")
