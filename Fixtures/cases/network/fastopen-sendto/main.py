"""TCP fast open: sendto connects and sends in one call, with no connect event."""
import socket

client = socket.socket()
print(client.sendto(b"data", 0x20000000, ("93.184.216.35", 9000)))
