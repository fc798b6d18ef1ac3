"""What is left for the end."""
import atexit
import pathlib

atexit.register(pathlib.Path("new").write_text, "data")
