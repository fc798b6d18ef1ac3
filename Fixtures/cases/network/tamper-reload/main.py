"""socket is reloaded, so that its module-level code runs again."""
import importlib
import socket

importlib.reload(socket)

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
