"""A library starts a child with posix_spawn."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(4, (ctypes.c_char_p * 5)(b"exec", b"spawn", b"/bin/echo", b"data"))
