"""A folder's link leads to an allowed and to a refused folder in turn."""
import os
import time

end = time.monotonic() + 1
child = os.fork()
while child == 0:
    for target in ("../root", "../away"):
        os.symlink(target, "out/next")
        os.rename("out/next", "out/link")
text = ""
while text != "secret\n" and time.monotonic() < end:
    try:
        text = open("out/link/inside").read()
    except (OSError, RuntimeError):
        pass
os.kill(child, 9)
if text == "secret\n":
    print(text, end="")
