"""An allowed file takes the place of one outside."""
import os

os.replace("out/kept", "file")
