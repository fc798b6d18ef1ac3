"""The inherited socket under another number, put over standard output."""
import os

os.dup2(int(os.environ["WORLD_DESCRIPTORS"]), 1)
print("data", end="", flush=True)
