import socket

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
