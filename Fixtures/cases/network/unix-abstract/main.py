"""A service on an abstract unix socket, which is no file."""
import socket

client = socket.socket(socket.AF_UNIX)
client.connect("\0world-service")
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
