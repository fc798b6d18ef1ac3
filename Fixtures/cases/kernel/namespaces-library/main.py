"""The interpreter's own process leaves its user namespace."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(2, (ctypes.c_char_p * 3)(b"kernel", b"newuser"))
