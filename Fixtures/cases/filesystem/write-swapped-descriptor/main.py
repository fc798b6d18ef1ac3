"""A thread makes a descriptor stand for another folder while a file is made below it."""
import os
import threading
import time

end = time.monotonic() + 1
inside, outside = os.open("out", os.O_PATH), os.open(".", os.O_PATH)
folder = os.dup(inside)


def swap():
    while time.monotonic() < end:
        os.dup2(outside, folder)
        os.dup2(inside, folder)


thread = threading.Thread(target=swap)
thread.start()
while thread.is_alive() and not os.path.exists("new"):
    try:
        os.close(os.open("new", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
    except (OSError, RuntimeError):
        pass
end = 0
thread.join()
