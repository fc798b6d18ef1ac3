"""Added to at the end."""
with open("file", "a") as file:
    file.write("data")
