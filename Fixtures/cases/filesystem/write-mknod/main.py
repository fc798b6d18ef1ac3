"""A file made as a device is."""
import os

os.mknod("new")
