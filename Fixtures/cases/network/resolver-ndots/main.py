"""RES_OPTIONS raises ndots, so that the search list comes first, for a name that does exist."""
import os
import socket

os.environ["LOCALDOMAIN"] = "evil.test"
os.environ["RES_OPTIONS"] = "ndots:9"
try:
    print(socket.gethostbyname("example.com"))
except OSError:
    print("refused")
