"""eval is called as the interpreter ends."""
import atexit

atexit.register(eval, "print('data')", {})
