"""Folders, of which the first is there; `exist_ok` passes over other errors."""
import os

os.makedirs("folder/new/deep", exist_ok=True)
