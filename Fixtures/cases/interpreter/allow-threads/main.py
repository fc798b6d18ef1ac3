"""Threads, a timer and an event loop; no trace function is set."""
import asyncio
import sys
import threading

thread = threading.Thread(target=print, args=(sys.gettrace(), sys.getprofile()))
thread.start()
thread.join()
timer = threading.Timer(0.01, print, ("timer",))
timer.start()
timer.join()
print(asyncio.run(asyncio.to_thread(threading.gettrace)) if sys.version_info >= (3, 10) else None)
