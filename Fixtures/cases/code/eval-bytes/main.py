"""Source as bytes and as a buffer."""
try:
    eval(b"print('data')")
except RuntimeError:
    exec(memoryview(b"print('data')"))
