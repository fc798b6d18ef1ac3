"""A folder changes places with the root, in one call of libc."""
import ctypes

ctypes.CDLL(None).renameat2(-100, b"away", -100, b"root", 2)
print(open("root/secret").read(), end="")
