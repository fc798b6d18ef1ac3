"""An ICMP socket that needs no privilege sends data in an echo request."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
client.sendto(b"\x08\x00\x00\x00\x00\x00\x00\x01data", ("93.184.216.35", 0))
