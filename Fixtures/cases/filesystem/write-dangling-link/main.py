"""A link to a file that is not there makes it where it points to."""
with open("link", "w") as file:
    file.write("data")
