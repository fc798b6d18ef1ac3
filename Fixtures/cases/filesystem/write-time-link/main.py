"""The time of a link itself."""
import os

os.utime("link", (9, 9), follow_symlinks=False)
