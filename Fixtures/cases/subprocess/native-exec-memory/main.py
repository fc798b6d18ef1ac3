"""A library starts a program that is a file in memory, without a name."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(4, (ctypes.c_char_p * 5)(b"exec", b"memory", b"/bin/echo", b"data"))
