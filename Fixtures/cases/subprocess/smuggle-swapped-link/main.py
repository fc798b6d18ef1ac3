"""A link leads to the allowed and to another program in turn."""
import os
import threading
import time

end = time.monotonic() + 1


def swap():
    while not os.path.exists("made") and time.monotonic() < end:
        for target in ("/bin/true", "/bin/sh"):
            os.symlink(target, "next")
            os.rename("next", "link")


thread = threading.Thread(target=swap)
thread.start()
while thread.is_alive():
    try:
        os.waitpid(os.posix_spawn("link", ["sh", "-c", "echo data >made"], os.environ), 0)
    except (OSError, RuntimeError):
        pass
