"""The source address of create_connection is resolved before it is bound."""
import socket

try:
    socket.create_connection(("127.0.0.1", 80), source_address=("evil.test", 0))
except OSError as error:
    if error.errno == 13:
        raise
    print("not ours")
