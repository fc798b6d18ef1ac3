"""Modules of the tool's own name are replaced before anything is done."""
import socket
import sys
import types


class Fake(types.ModuleType):
    def __getattr__(self, name):
        return lambda *_, **__: None


for name in ("hermetic", "_hermetic"):
    sys.modules[name] = Fake(name)

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
