"""The same query over TCP."""
import socket

query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04evil\x04test\x00\x00\x01\x00\x01"

client = socket.create_connection(("127.0.0.53", 53))
client.sendall(len(query).to_bytes(2, "big") + query)
print("sent")
