"""connect_ex takes a host name and resolves it before its event is raised: the name must not reach DNS."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
print(client.connect_ex(("evil.test", 80)))
