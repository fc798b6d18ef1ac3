"""urllib wraps the refusal in its own error; the violation is that error's context."""
import urllib.request

print(urllib.request.urlopen("http://evil.test/secret").read())
