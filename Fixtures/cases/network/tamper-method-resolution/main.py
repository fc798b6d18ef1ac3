"""The methods of the base classes, reached in every way Python has."""
import operator
import socket
import types

address = ("93.184.216.35", 9000)
base = socket.socket.__mro__[1]
for connect in (
    lambda client: base.connect(client, address),
    lambda client: super(socket.socket, client).connect(address),
    lambda client: base.__dict__["connect"].__get__(client)(address),
    lambda client: types.MethodType(base.connect, client)(address),
    lambda client: object.__getattribute__(client, "connect")(address),
    lambda client: operator.methodcaller("connect", address)(client),
    lambda client: list(map(client.connect_ex, [address])),
    lambda client: base.connect.__call__(client, address),
):
    with socket.socket() as client:
        try:
            connect(client)
            client.sendall(b"data")
        except OSError:
            pass
print("done")
