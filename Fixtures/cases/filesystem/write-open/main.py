"""open makes a file."""
with open("new", "w") as file:
    file.write("data")
