"""ctypes asks libc for a shell."""
import ctypes

libc = ctypes.CDLL(None)
libc.system(b"echo data")
