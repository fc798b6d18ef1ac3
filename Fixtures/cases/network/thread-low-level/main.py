"""A thread of the module below threading, while the main thread waits."""
import _thread
import socket

lock = _thread.allocate_lock()
lock.acquire()


def work():
    try:
        client = socket.socket()
        client.connect(("93.184.216.35", 9000))
        client.sendall(b"data")
    except OSError:
        pass  # Printing it while the main thread ends is a race of CPython's own.
    finally:
        lock.release()


_thread.start_new_thread(work, ())
lock.acquire()
print("done")
