"""A server whose queue is full: connects that time out, are interrupted, do not block, or wait for their turn."""
import errno
import select
import signal
import socket
import struct
import threading
import time

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(0)
waiting = [socket.create_connection(server.getsockname())]


def name(client):
    try:
        client.connect(server.getsockname())
        return "connected"
    except OSError as problem:
        return errno.errorcode.get(problem.errno, type(problem).__name__)


def interrupt(*_):
    raise InterruptedError(errno.EINTR, "interrupted")


timed = socket.socket()
timed.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("@ll", 0, 200_000))
print("timed", name(timed))
timed.close()
python = socket.socket()
python.settimeout(0.2)
print("timeout", name(python))
python.close()
signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.2)
print("interrupted", name(socket.socket()))

start = time.monotonic()
slow = socket.socket()
threading.Thread(target=name, args=[slow], daemon=True).start()
others = [socket.create_connection(("127.0.0.1", 9000)) for _ in range(20)]
print("others", time.monotonic() - start < 0.5)

later = socket.socket()
later.setblocking(False)
print("later", name(later), select.select([], [later], [], 0.1)[1] == [])
server.settimeout(0.1)
end = time.monotonic() + 15
while not select.select([], [later], [], 0)[1] and time.monotonic() < end:
    try:
        server.accept()
    except socket.timeout:
        pass
print("writable", select.select([], [later], [], 0)[1] == [later], later.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
