"""The allowed name as the user of a URL, a backslash as the end of a host: two ways to misread where it leads."""
import urllib.request

for url in ("http://example.com@evil.test/", "http://example.com:80@evil.test/", "http://evil.test#@example.com/"):
    try:
        urllib.request.urlopen(url, timeout=5).read()
    except (OSError, ValueError):
        print("refused")
    except Exception:
        print("not a URL")
