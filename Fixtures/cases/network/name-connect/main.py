"""connect takes a host name and resolves it before its event is raised: the name must not reach DNS."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("evil.test", 80))
