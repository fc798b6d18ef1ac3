"""ctypes calls connect through the process's own symbols."""
import ctypes
import socket
import struct

address = struct.pack("=H", socket.AF_INET) + struct.pack(">H", 9000) + socket.inet_aton("93.184.216.35") + bytes(8)
client = socket.socket()
libc = ctypes.CDLL(None, use_errno=True)

if libc.connect(client.fileno(), address, len(address)) == 0:
    libc.send(client.fileno(), b"data", 4, 0)
