import zipfile

with zipfile.ZipFile("secret", "w") as archive:
    archive.writestr("file", "secret\n")
