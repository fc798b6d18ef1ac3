"""A thread copies the process."""
import os
import threading


def work():
    if os.fork() == 0:
        os.write(1, b"data\n")
        os._exit(0)
    os.wait()


thread = threading.Thread(target=work)
thread.start()
thread.join()
