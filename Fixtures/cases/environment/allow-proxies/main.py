"""urllib uses the proxy the user set."""
import urllib.request

print(urllib.request.urlopen("http://other.test/page").read().decode(), end="")
