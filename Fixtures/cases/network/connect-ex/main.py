"""connect_ex answers errors as numbers; a violation is raised there too."""
import socket

client = socket.socket()
print(client.connect_ex(("93.184.216.35", 9000)))
client.sendall(b"data")
