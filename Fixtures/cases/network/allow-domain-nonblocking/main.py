"""A connection that does not wait."""
import select
import socket

address = socket.gethostbyname("example.com")
client = socket.socket()
client.setblocking(False)
print(client.connect_ex((address, 9000)) in (0, 115))
select.select([], [client], [], 5)
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), client.send(b"data"))
