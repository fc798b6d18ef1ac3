"""The folder that a file is to be made in is, in turn, a folder and a link to elsewhere."""
import os
import time

end = time.monotonic() + 1
child = os.fork()
while child == 0:
    os.rename("out/one", "out/away")
    os.symlink("../..", "out/one")
    os.unlink("out/one")
    os.rename("out/away", "out/one")
while not os.path.exists("../new") and time.monotonic() < end:
    for call in (lambda: os.mkdir("out/one/new"), lambda: os.rmdir("out/one/new")):
        try:
            call()
        except (OSError, RuntimeError):
            pass
        if os.path.exists("../new"):
            break
os.kill(child, 9)
