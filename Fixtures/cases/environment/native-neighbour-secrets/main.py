"""A library reads the environment of a process that is no part of the run."""
import ctypes

neighbour = open("neighbour", "rb").read()
attacker = ctypes.CDLL("./attacker.so")
for way in (b"environ", b"task"):
    attacker.attack(3, (ctypes.c_char_p * 4)(b"spy", way, neighbour))
