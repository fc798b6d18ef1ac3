"""ctypes starts a child."""
import ctypes

libc = ctypes.CDLL(None)
words = (ctypes.c_char_p * 3)(b"echo", b"data", None)
libc.posix_spawnp(ctypes.byref(ctypes.c_int()), b"echo", None, None, words, None)
libc.wait(None)
