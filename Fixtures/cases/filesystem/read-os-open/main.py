"""os.open, by the whole path in bytes."""
import os

print(os.read(os.open(os.getcwdb() + b"/secret", os.O_RDONLY), 9).decode(), end="")
