"""The same in Python: _pyio."""
import _pyio

print(_pyio.open("secret").read(), end="")
