"""The same route, in one message's control data."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
route = b"\x83\x07\x04" + socket.inet_aton("93.184.216.35") + b"\0"
client.sendmsg([b"data"], [(socket.IPPROTO_IP, socket.IP_RETOPTS, route)], 0, ("127.0.0.1", 9999))
