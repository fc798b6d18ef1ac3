"""A forked child imports it; the parent ends as the child did."""
import os
import sys

child = os.fork()
if child == 0:
    import ctypes

    ctypes.CDLL(None).write(1, b"data\n", 5)
    sys.exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
