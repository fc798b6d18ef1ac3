"""PYTHONWARNINGS names a category, and Python imports the module it is in."""
print("main")
