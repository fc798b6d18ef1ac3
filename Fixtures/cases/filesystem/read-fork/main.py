"""A forked child reads; the parent ends as the child did."""
import os
import sys

child = os.fork()
if child == 0:
    print(open("secret").read(), end="")
    sys.exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
