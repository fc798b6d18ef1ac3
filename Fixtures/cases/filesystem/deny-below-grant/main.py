"""A refused file in an allowed folder."""
with open("out/file", "w") as file:
    file.write("data")
