"""A library copies the process by the system call of 32-bit programs."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(2, (ctypes.c_char_p * 3)(b"fork", b"int80"))
