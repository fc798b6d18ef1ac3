"""The address of an allowed name, which this program never looked up."""
import socket

client = socket.socket()
client.connect(("93.184.216.34", 9000))
client.sendall(b"data")
