"""The folder that the granted one is in may be the link as well."""
import os

os.symlink("/etc", "made")
print(os.readlink("made"))
