"""A redirect from one allowed host to another."""
import urllib.request

print(urllib.request.urlopen("http://example.com/redirect?/http://api.example.com/").read())
