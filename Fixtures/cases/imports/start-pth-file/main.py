"""A .pth file of the virtual environment imports before the program starts."""
print("main")
