"""An allowed folder whose name has a space in it, by its whole path."""
with open("own folder/new", "w") as file:
    file.write("data")
