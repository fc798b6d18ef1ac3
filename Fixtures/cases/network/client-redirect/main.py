"""An allowed host redirects to one that is not."""
import urllib.request

print(urllib.request.urlopen("http://example.com/redirect?/http://evil.test/").status)
