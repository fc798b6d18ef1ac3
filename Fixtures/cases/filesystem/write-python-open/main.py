"""The same in Python: _pyio."""
import _pyio

with _pyio.open("new", "w") as file:
    file.write("data")
