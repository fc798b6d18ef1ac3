"""A library copies the process in every way there is, and the copy speaks."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
for way in (b"fork", b"clone", b"clone-high", b"clone-memory", b"clone3", b"vfork"):
    attacker.attack(2, (ctypes.c_char_p * 3)(b"fork", way))
