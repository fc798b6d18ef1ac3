"""A zip file."""
import zipfile

with zipfile.ZipFile("new", "w") as archive:
    archive.writestr("file", "data")
