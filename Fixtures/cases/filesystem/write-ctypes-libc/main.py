"""ctypes opens libc by its file name, past any symbol that was put before it."""
import ctypes

libc = ctypes.CDLL("libc.so.6")
libc.write(libc.creat(b"new", 0o644), b"data", 4)
