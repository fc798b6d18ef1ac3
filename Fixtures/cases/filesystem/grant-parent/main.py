"""Out of the allowed folder by `..`."""
with open("out/../new", "w") as file:
    file.write("data")
