"""The kernel copies a file into an inherited socket."""
import os

with open("payload", "wb") as file:
    file.write(b"data")
source = os.open("payload", os.O_RDONLY)
os.sendfile(int(os.environ["WORLD_DESCRIPTORS"]), source, 0, 4)
