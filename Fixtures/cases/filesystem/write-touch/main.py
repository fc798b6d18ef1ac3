"""pathlib makes an empty file."""
import pathlib

pathlib.Path("new").touch()
