"""What may be written may be read too."""
with open("out/own", "w+") as file:
    file.write("text")
print(open("out/own").read(), open("out/kept").read(), end="")
