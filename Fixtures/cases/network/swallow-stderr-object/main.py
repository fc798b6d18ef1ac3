"""sys.stderr is an object of the program's own that keeps everything to itself."""
import io
import socket
import sys

sys.stderr = sys.__stderr__ = io.StringIO()
try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError:
    pass
print("done")
