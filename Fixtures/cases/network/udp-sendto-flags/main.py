"""sendto with flags has its address as the third argument."""
import socket

print(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"data", socket.MSG_DONTWAIT, ("93.184.216.35", 9000)))
