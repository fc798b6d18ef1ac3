"""A descriptor goes from a child to its parent through a unix socket."""
import array
import os
import socket

here, there = socket.socketpair()
if os.fork() == 0:
    with open("text") as file:
        there.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file.fileno()]))])
    os._exit(0)
_, control, _, _ = here.recvmsg(1, 64)
print(os.read(array.array("i", control[0][2][:4])[0], 9).decode(), end="")
os.wait()
