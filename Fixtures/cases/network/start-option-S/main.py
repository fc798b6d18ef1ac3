"""python -S: site is not imported, so nothing that starts with it has run."""
import socket

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
