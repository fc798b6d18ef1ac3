"""What a process does with itself."""
import os
import signal
import sys

signal.signal(signal.SIGUSR1, lambda *_: print("signal"))
os.kill(os.getpid(), signal.SIGUSR1)
print(os.getpgrp() > 0, os.nice(0) >= 0)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no children")
sys.exit(0)
