"""A second thread flips the path between the allowed program and another."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(5, (ctypes.c_char_p * 6)(b"race-path", b"exec", b"./good", b"./evil", b"2000"))
