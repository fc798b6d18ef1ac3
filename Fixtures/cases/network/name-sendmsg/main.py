"""sendmsg takes a host name and resolves it before its event is raised: the name must not reach DNS."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendmsg([b"data"], [], 0, ("evil.test", 9000))
