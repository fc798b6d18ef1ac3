"""Labels as long as they may be, the allowed name among them."""
import socket

try:
    print(socket.getaddrinfo("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy.example.com.evil.test", 80, socket.AF_INET)[0][4])
except socket.gaierror:
    print("no such name")
