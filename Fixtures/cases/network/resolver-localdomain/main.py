"""LOCALDOMAIN gives the resolver a search list: a name that does not exist is asked for again below it."""
import os
import socket

os.environ["LOCALDOMAIN"] = "evil.test"
try:
    socket.getaddrinfo("secret.example.com", 80)
except OSError:
    print("no such name")
