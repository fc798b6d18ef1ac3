"""So is connect_ex, of the C module, in bytes."""
import _socket

client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
print(client.connect_ex((b"example.com", 9000)))
client.send(b"data")
