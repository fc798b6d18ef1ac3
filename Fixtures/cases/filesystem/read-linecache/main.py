"""linecache, which makes nothing of errors."""
import linecache

print("".join(linecache.getlines("secret")), end="")
