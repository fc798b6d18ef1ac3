"""A folder's parent, in bytes."""
import os

print(b"secret" in os.listdir(b"../away/deep/.."))
