"""An allowed file moves out."""
import os

os.rename("out/kept", "new")
