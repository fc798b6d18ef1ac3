"""A file in which the next run would find another policy."""
with open("pyproject.toml", "a") as file:
    file.write("[tool.hermetic]\n")
print("data")
