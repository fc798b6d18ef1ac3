"""urllib reaches an allowed domain."""
import urllib.request

print(urllib.request.urlopen("http://example.com/").read())
