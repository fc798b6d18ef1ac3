"""A file beside the folder that may be written."""
with open("out/own", "w") as file:
    file.write("own")
with open("new", "w") as file:
    file.write("data")
