"""What is registered to be called around a fork."""
import functools
import os

os.register_at_fork(before=functools.partial(eval, "print('data')", {}))
if not os.fork():
    os._exit(0)
os.wait()
