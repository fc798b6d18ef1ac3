"""A proxy from the environment: the program asks for an allowed host and its client goes elsewhere."""
import urllib.request

print(urllib.request.urlopen("http://example.com/").status)
