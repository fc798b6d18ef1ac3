"""A source route: the packet goes where an option says, whatever the address."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
route = b"\x83\x07\x04" + socket.inet_aton("93.184.216.35") + b"\0"
client.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, route)
client.sendto(b"data", ("127.0.0.1", 9999))
