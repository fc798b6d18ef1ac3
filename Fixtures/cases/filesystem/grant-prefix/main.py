"""A folder whose name begins as the allowed one's does."""
with open("output/new", "w") as file:
    file.write("data")
