"""A signal ends the wait for a named pipe's writer."""
import os
import signal


class Ended(Exception):
    pass


def end(*_):
    raise Ended


signal.signal(signal.SIGALRM, end)
for path in os.path.abspath("pipe"), "pipe":
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        open(path, "rb")
    except Ended:
        print("ended")
