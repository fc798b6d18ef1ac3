"""A library's own error that hides where it came from."""
import socket

try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError:
    raise ValueError("no answer") from None
