"""The same with the C module, family and type given so that nothing is asked of the kernel."""
import _socket
import os

client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0, int(os.environ["WORLD_DESCRIPTORS"]))
client.send(b"data")
