"""Another name for a file."""
import os

os.link("file", "new")
