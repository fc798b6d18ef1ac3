"""sendmsg with an address."""
import socket

print(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b"da", b"ta"], [], 0, ("93.184.216.35", 9000)))
