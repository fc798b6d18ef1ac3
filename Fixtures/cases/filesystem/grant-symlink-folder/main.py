"""A link to a folder in the allowed one."""
import os

os.symlink("..", "out/link")
os.mkdir("out/link/new")
