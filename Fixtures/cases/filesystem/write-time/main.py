"""The time of the last change."""
import os

os.utime("file", (9, 9))
