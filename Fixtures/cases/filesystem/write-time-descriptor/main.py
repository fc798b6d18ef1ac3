"""The time of the last change, by a descriptor for reading."""
import os

os.utime(os.open("file", os.O_RDONLY), (9, 9))
