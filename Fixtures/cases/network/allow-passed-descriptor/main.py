"""A file descriptor is handed through a socket pair."""
import array
import os
import socket

left, right = socket.socketpair()
reading, writing = os.pipe()
left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [writing]))])
_, control, _, _ = right.recvmsg(1, 64)
os.write(array.array("i", control[0][2][:4])[0], b"data")
print(os.read(reading, 4))
