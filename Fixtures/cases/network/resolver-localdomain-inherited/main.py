"""The same with a search list that was there before the program."""
import socket

try:
    socket.getaddrinfo("secret.example.com", 80)
except OSError:
    print("no such name")
