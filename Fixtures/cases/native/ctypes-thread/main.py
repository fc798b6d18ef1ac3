"""A thread imports it."""
import threading


def work():
    import ctypes

    ctypes.CDLL(None).write(1, b"data\n", 5)


thread = threading.Thread(target=work)
thread.start()
thread.join()
