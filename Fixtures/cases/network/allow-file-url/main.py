"""urllib opens a file, which is no network."""
import pathlib
import urllib.request

print(urllib.request.urlopen(pathlib.Path("data.txt").resolve().as_uri()).read())
