"""The fault handler is on and writes to standard error on its own."""
import faulthandler
import socket

faulthandler.enable()
try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError:
    faulthandler.dump_traceback()
print("done")
