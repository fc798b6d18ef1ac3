"""A library starts a program by its descriptor."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(4, (ctypes.c_char_p * 5)(b"exec", b"execveat", b"/bin/echo", b"data"))
