"""An inherited socket opened as a file."""
import os

with open(int(os.environ["WORLD_DESCRIPTORS"]), "wb", buffering=0) as file:
    file.write(b"data")
