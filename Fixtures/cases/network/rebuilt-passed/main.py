"""A socket sent to itself through a socket pair."""
import array
import socket

left, right = socket.socketpair()
first = socket.socket()
left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [first.fileno()]))])
_, control, _, _ = right.recvmsg(1, 64)
client = socket.socket(fileno=array.array("i", control[0][2][:4])[0])
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
