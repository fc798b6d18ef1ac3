"""exec of a file's text."""
with open("text.txt") as file:
    exec(file.read())
