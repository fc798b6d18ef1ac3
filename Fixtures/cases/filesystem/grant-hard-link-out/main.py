"""Another name outside for an allowed file."""
import os

os.link("out/kept", "new")
