"""expandvars of a text without variables reads none."""
import os

print(os.path.expandvars("/a/plain/path"), os.path.expandvars(b"bytes"))
