"""A multicast datagram, as service discovery sends them."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("93.184.216.34"))
client.sendto(b"data", ("224.0.0.251", 5353))
