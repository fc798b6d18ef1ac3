"""A policy file that the next run would find before this one's."""
with open("pyproject.toml", "w") as file:
    file.write("[tool.hermetic]\n")
print("data")
