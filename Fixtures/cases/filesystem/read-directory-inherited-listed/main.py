"""A folder outside the root that the program was started with is listed."""
import os

print("secret" in os.listdir(int(os.environ["WORLD_DESCRIPTORS"])))
