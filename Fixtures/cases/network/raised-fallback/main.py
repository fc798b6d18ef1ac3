"""A program that can do without the network: it looks for it and goes on."""
import urllib.error
import urllib.request

try:
    urllib.request.urlopen("http://example.com/update", timeout=5).read()
    print("online")
except urllib.error.URLError:
    print("offline")
