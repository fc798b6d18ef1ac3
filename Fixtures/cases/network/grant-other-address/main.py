"""Looking up an allowed name grants its address, not another one."""
import socket

socket.getaddrinfo("example.com", 9000)
client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
