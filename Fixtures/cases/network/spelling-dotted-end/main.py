"""A trailing dot: no address any more, but a name, which is looked up."""
import socket

client = socket.socket()
try:
    client.connect(("93.184.216.35.", 9000))
except socket.gaierror:
    print("no such name")
