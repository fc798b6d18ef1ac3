"""A refusal that the program passes over."""
try:
    with open("new", "w") as file:
        file.write("data")
except OSError:
    pass
