"""The same as bytes, under --allow-localhost."""
import socket

client = socket.socket(socket.AF_UNIX)
client.connect(bytearray(b"\0world-service"))
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
