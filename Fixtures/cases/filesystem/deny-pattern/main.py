"""A pattern with any number of folders."""
import pathlib

pathlib.Path("one/two/a.key").write_text("data")
