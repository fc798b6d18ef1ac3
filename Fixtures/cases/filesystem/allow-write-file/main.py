"""An allowed path that is not there yet: a file."""
with open("new", "w") as file:
    file.write("data")
