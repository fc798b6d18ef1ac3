"""A .pth file that looks a name up."""
print("main")
