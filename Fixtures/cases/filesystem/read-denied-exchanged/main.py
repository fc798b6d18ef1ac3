"""A refused folder changes places with another, in one call of libc."""
import ctypes

libc = ctypes.CDLL(None)
libc.renameat2(-100, b"folder", -100, b"other", 2)
print(open("other/secret").read(), end="")
