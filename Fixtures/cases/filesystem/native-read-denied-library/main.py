"""A library reads the one file that is refused."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
for way in (b"open", b"openat2", b"path"):
    attacker.attack(3, (ctypes.c_char_p * 4)(b"read", way, b"folder/secret"))
