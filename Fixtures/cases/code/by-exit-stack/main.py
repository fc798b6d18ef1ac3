"""An ExitStack calls eval as it is left."""
import contextlib

with contextlib.ExitStack() as stack:
    stack.callback(eval, "print('data')", {})
