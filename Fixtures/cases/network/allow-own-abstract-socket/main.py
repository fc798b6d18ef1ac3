"""An abstract unix socket of the program's own."""
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("\0own")
server.listen()
client = socket.socket(socket.AF_UNIX)
client.connect("\0own")
client.sendall(b"data")
print(server.accept()[0].recv(4))
