"""A connected UDP socket sends without naming an address again."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("93.184.216.35", 9000))
client.send(b"data")
