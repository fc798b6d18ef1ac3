"""A folder outside the root is listed."""
import os

print("secret" in os.listdir("../away"))
