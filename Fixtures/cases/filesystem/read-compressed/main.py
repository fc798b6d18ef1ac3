"""A compressed file."""
import gzip

print(gzip.open("secret").read().decode(), end="")
