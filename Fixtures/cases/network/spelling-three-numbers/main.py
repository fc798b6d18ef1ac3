"""Three numbers, of which the last is sixteen bits wide."""
import socket

client = socket.socket()
client.connect(("93.184.55331", 9000))
client.sendall(b"data")
