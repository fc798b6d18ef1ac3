"""ctypes calls what the process itself calls."""
import ctypes

libc = ctypes.CDLL(None)
libc.write(libc.creat(b"new", 0o644), b"data", 4)
