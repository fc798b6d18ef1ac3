"""A folder outside the root is listed, entry by entry."""
import os

print("secret" in [entry.name for entry in os.scandir("../away")])
