"""Objects are finalized and functions run at exit as ever."""
import atexit
import builtins
import os


class Late:
    def __del__(self, write=os.write):
        write(1, b"late\n")


builtins.late = Late()
atexit.register(lambda: os.write(1, b"exit\n"))
