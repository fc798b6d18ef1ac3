"""A thread puts another folder under the number of a descriptor that is opened while a call is judged."""
import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)
outside = os.open(".", os.O_PATH)
try:
    os.mkdir("new")
except OSError:
    pass
numbers = [os.dup(outside) for _ in range(2)]
for number in numbers:
    os.close(number)
end = time.monotonic() + 1


def swap(number):
    while time.monotonic() < end:
        try:
            os.dup2(outside, number)
            os.close(number)
        except OSError:
            pass


threads = [threading.Thread(target=swap, args=(number,)) for number in numbers]
for thread in threads:
    thread.start()
while time.monotonic() < end and not os.path.exists("new"):
    for call in (os.mkdir, os.rmdir):
        try:
            call("out/new")
        except (OSError, RuntimeError):
            pass
end = 0
for thread in threads:
    thread.join()
