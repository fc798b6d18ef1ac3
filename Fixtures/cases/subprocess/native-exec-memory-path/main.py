"""A library starts a program in memory by its name in /proc."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(4, (ctypes.c_char_p * 5)(b"exec", b"memory-path", b"/bin/echo", b"data"))
