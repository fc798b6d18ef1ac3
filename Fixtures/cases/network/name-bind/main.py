"""bind takes a host name and resolves it before its event is raised: the name must not reach DNS."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    client.bind(("evil.test", 0))
except OSError as error:
    if error.errno == 13:
        raise
    print("not ours")
