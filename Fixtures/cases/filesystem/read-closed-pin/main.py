"""The C library closes a descriptor for itself while a call of another thread is judged by that number."""
import os
import sys
import threading
import time

sys.setswitchinterval(1e-6)
text = ""
try:
    text = open("secret").read()
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
            os.close(os.open("secret", os.O_PATH))
        except OSError:
            pass


thread = threading.Thread(target=swap)
thread.start()
while time.monotonic() < end and text != "secret\n":
    try:
        file = os.open("root/link", os.O_RDONLY)
        text = os.pread(file, 9, 0).decode()
        os.close(file)
    except (OSError, RuntimeError):
        pass
end = 0
thread.join()
if text == "secret\n":
    print(text, end="")
