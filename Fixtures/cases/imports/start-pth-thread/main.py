"""A .pth file's module imports on a thread before the program starts."""
print("main")
