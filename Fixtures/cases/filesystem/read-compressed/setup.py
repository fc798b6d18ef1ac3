import gzip

with gzip.open("secret", "w") as file:
    file.write(b"secret\n")
