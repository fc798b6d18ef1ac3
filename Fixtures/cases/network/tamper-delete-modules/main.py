"""Everything about sockets and the tool leaves sys.modules and is imported again."""
import sys

for name in list(sys.modules):
    if "socket" in name or "hermetic" in name or name in ("selectors", "select"):
        del sys.modules[name]
import _socket

client = _socket.socket(2, 1)
client.connect(("93.184.216.35", 9000))
client.send(b"data")
