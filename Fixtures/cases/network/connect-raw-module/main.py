"""The C module below socket."""
import _socket

client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0)
client.connect(("93.184.216.35", 9000))
client.send(b"data")
