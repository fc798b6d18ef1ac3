"""A module put into the package that may import what is denied."""
import os

import requests

with open(os.path.join(os.path.dirname(requests.__file__), "added.py"), "w") as file:
    file.write("import secret\n")
import requests.added

print("data")
