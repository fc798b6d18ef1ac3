"""A policy file that a run from a deeper folder would find before this one's."""
import os

os.mkdir("deep")
with open("deep/hermetic.toml", "w") as file:
    pass
print("data")
