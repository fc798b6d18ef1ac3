"""Threads: an executor, locals, locks, a timer, a subprocess each, and one left at exit."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

local = threading.local()
counter, lock = 0, threading.Lock()


def count(number):
    global counter
    local.value = number
    for _ in range(1000):
        with lock:
            counter += 1
    return local.value


def child(number):
    return int(subprocess.check_output([sys.executable, "-c", "print(%d * 2)" % number]))


with ThreadPoolExecutor(8) as pool:
    print(sorted(done.result() for done in as_completed([pool.submit(count, n) for n in range(16)])))
    print(counter)
    print(list(pool.map(child, range(4))))
fired = threading.Event()
threading.Timer(0.01, fired.set).start()
print(fired.wait(10))


def fails():
    raise ValueError("in a thread")


failing = threading.Thread(target=fails, name="failing")
failing.start()
failing.join()
# A daemon thread still running at exit must neither hold the program up nor break its end.
threading.Thread(target=lambda: [time.sleep(0.001) for _ in range(10**6)], daemon=True).start()
print(threading.active_count())
