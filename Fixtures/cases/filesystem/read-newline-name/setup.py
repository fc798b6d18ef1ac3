with open("a\nhermetic: b", "w") as file:
    print("secret", file=file)
