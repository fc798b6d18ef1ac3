"""A signal's handler."""
import os
import signal

signal.signal(signal.SIGUSR1, lambda *_: os.system("echo data"))
os.kill(os.getpid(), signal.SIGUSR1)
