"""A file with brackets in its name."""
open("data[1]", "w").write("secret\n")
