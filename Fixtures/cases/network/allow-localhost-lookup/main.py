"""Names and addresses of loopback are looked up, forward and back."""
import socket

print(socket.gethostbyname("localhost"), socket.getfqdn("127.0.0.1"))
print(socket.gethostbyaddr("127.0.0.1")[0], socket.getnameinfo(("127.0.0.1", 80), 0)[0])
