"""sys.exit(0) while the refusal is handled."""
import socket
import sys

try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
finally:
    sys.exit(0)
