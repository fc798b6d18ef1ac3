"""A copy of the process with a terminal of its own."""
import os

child, terminal = os.forkpty()
if child == 0:
    print("data", flush=True)
    os._exit(0)
print(os.read(terminal, 4).decode())
