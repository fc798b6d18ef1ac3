"""A host name given to connect itself, while another name is allowed."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("evil.test", 80))
