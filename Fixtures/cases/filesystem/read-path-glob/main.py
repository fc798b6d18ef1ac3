"""pathlib's glob and iterdir."""
import pathlib

print(any(path.name == "secret" for path in pathlib.Path("../away").iterdir()))
