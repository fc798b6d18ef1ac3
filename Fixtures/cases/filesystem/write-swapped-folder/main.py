"""A folder's link leads to an allowed and to a refused folder in turn."""
import os
import time

end = time.monotonic() + 1
child = os.fork()
while child == 0:
    for target in ("kept", ".."):
        os.symlink(target, "out/next")
        os.rename("out/next", "out/link")
while not os.path.exists("new") and time.monotonic() < end:
    try:
        os.close(os.open("out/link/new", os.O_WRONLY | os.O_CREAT))
    except (OSError, RuntimeError):
        pass
os.kill(child, 9)
