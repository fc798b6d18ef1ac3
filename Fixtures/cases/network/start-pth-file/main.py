"""A .pth file of the virtual environment runs before the program."""
print("main")
