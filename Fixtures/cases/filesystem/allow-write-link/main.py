"""The allowed path is a link to a folder."""
with open("link/new", "w") as file:
    file.write("data")
