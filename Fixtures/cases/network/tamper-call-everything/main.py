"""Every function of the tool's built-in module is called, with arguments of many shapes."""
import itertools
import socket
import sys

try:
    import _hermetic
except BaseException:
    _hermetic = None
values = (None, 0, 1, "", b"", (), {}, "connect", "93.184.216.35", lambda *_: None)
for name in dir(_hermetic):
    function = getattr(_hermetic, name)
    if callable(function) and not name.startswith("__"):
        for count in range(4):
            for arguments in itertools.islice(itertools.product(values, repeat=count), 200):
                try:
                    function(*arguments)
                except BaseException:
                    pass

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
