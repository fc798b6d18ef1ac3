"""pathlib."""
import pathlib

print(pathlib.Path("secret").read_text(), end="")
