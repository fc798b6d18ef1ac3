"""What a refusal is to the program: both errors that it may expect, with the number it would have."""
import errno
import socket

try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
    print("connected")
except OSError as error:
    print(isinstance(error, PermissionError), isinstance(error, RuntimeError), error.errno == errno.EACCES, type(error).__name__)
    print(str(error))
