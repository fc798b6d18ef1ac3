"""A .pth file's module executes text on a thread before the program starts."""
print("main")
