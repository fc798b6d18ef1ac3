"""A policy file in the folder above."""
with open("../hermetic.toml", "w") as file:
    file.write("no-subprocess = true\n")
