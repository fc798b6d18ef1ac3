"""A refused path that is not there yet."""
with open("new", "w") as file:
    file.write("data")
