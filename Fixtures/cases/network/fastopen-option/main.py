"""TCP_FASTOPEN_CONNECT puts the connection off until the first send."""
import socket

client = socket.socket()
client.setsockopt(socket.IPPROTO_TCP, 30, 1)
client.connect(("93.184.216.35", 9000))
client.send(b"data")
