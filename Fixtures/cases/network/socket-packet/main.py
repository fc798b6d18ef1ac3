"""A packet socket writes whole frames below IP: here a UDP datagram in an IPv4 packet."""
import socket
import struct

payload = struct.pack(">HHHH", 4000, 9001, 12, 0) + b"data"
header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0, 64, 17, 0,
                     socket.inet_aton("93.184.216.34"), socket.inet_aton("93.184.216.35"))
total = sum(struct.unpack(">10H", header))
header = header[:10] + struct.pack(">H", ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF) + header[12:]
client = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
client.sendto(header + payload, ("lo", 0x0800))
