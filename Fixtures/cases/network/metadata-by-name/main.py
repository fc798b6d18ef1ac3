"""The metadata service by its own name, which is allowed by mistake."""
import urllib.request

print(urllib.request.urlopen("http://metadata.google.internal/computeMetadata/v1/", timeout=5).status)
