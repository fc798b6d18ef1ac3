"""New files: five ways to make one, in a library."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
for way in (b"open", b"creat", b"openat2", b"nameless", b"around"):
    attacker.attack(4, (ctypes.c_char_p * 5)(b"write", way, b"new-" + way, b"data"))
