"""A copy of the process."""
import os

if os.fork() == 0:
    print("data", flush=True)
    os._exit(0)
os.wait()
