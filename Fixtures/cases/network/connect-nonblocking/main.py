"""A connection that does not wait is under way when the call returns."""
import select
import socket

client = socket.socket()
client.setblocking(False)
try:
    client.connect(("93.184.216.35", 9000))
except BlockingIOError:
    pass
select.select([], [client], [], 5)
client.send(b"data")
