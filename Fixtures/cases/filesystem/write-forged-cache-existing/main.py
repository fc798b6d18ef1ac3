"""A file that calls itself a compiled module, in a cache that is there."""
with open("__pycache__/new.cpython-313.pyc", "w") as file:
    file.write("data")
