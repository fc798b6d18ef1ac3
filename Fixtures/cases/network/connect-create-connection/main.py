"""create_connection with a source address of its own."""
import socket

client = socket.create_connection(("93.184.216.35", 9000), timeout=5)
client.sendall(b"data")
