"""ctypes makes the system call itself."""
import ctypes
import socket
import struct

address = struct.pack("=H", socket.AF_INET) + struct.pack(">H", 9000) + socket.inet_aton("93.184.216.35") + bytes(8)
client = socket.socket()
libc = ctypes.CDLL(None, use_errno=True)

import platform

number = {"x86_64": 42, "aarch64": 203}[platform.machine()]
if libc.syscall(number, client.fileno(), address, len(address)) == 0:
    client.send(b"data")
