"""One file is refused, all else is allowed."""
with open("other", "w") as file:
    file.write("other")
with open("file", "w") as file:
    file.write("data")
