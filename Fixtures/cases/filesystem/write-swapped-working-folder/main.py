"""A thread changes the working folder while a file is made."""
import os
import threading
import time

end = time.monotonic() + 1
here = os.getcwd()


def swap():
    while time.monotonic() < end:
        os.chdir(here + "/out")
        os.chdir(here)


thread = threading.Thread(target=swap)
thread.start()
while thread.is_alive() and not os.path.exists(here + "/new"):
    try:
        os.close(os.open("new", os.O_WRONLY | os.O_CREAT))
    except (OSError, RuntimeError):
        pass
end = 0
thread.join()
