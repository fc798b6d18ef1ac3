"""A refused path that is made only now."""
with open("later", "w") as file:
    print("secret", file=file)
print(open("later").read(), end="")
