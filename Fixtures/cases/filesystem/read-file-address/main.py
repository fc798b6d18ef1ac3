"""An address that is a file."""
import os
import urllib.request

print(urllib.request.urlopen("file://" + os.path.abspath("secret")).read().decode(), end="")
