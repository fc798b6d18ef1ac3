"""pathlib writes and touches."""
import pathlib

pathlib.Path("new").write_text("data")
