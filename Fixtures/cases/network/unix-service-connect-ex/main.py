"""connect_ex of the C module."""
import _socket
import os

client = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
print(client.connect_ex(os.path.join(os.environ["WORLD_SERVICES"], "docker.sock")))
client.send(b"GET / HTTP/1.0\r\n\r\n")
