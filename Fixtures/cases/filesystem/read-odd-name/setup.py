with open(b"secret-\xff", "w") as file:
    print("secret", file=file)
