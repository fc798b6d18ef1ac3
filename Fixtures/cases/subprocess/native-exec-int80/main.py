"""A library starts a program by the system call of 32-bit programs."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(4, (ctypes.c_char_p * 5)(b"exec", b"int80", b"/bin/echo", b"data"))
