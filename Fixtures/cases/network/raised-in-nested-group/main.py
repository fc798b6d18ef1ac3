"""A group in a group, with other errors beside it, raised from something else."""
import socket

errors = [ValueError("other")]
try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError as error:
    errors.append(error)
if len(errors) > 1:
    errors = [KeyError("beside"), ExceptionGroup("inner", errors)]
    raise ExceptionGroup("outer", errors)
