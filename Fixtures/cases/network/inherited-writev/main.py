"""os.writev on an inherited socket."""
import os

os.writev(int(os.environ["WORLD_DESCRIPTORS"]), [b"da", b"ta"])
