"""The C library closes a descriptor for itself while a call of another thread is judged by that number."""
import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)
try:
    with open("kept", "r+") as file:
        file.write("data")
except OSError:
    pass
end = time.monotonic() + 2


def swap():
    while time.monotonic() < end:
        try:
            before = os.open("root", os.O_PATH)
            os.close(before)
            folder = os.scandir("root")
            os.close(before)
        except OSError:
            continue
        # closedir(3), which may close what another thread has opened meanwhile.
        folder.close()
        try:
            os.close(os.open("kept", os.O_PATH))
        except OSError:
            pass


def write():
    while time.monotonic() < end:
        try:
            file = os.open("root/link", os.O_RDWR)
            os.write(file, b"data")
            os.close(file)
        except (OSError, RuntimeError):
            pass


threads = [threading.Thread(target=work) for work in (swap, write, write)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
