"""A compressed file."""
import gzip

with gzip.open("new", "wb") as file:
    file.write(b"data")
