"""A library connects, by libc, by a system call, with an option and over MPTCP."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
for way in (b"libc", b"raw", b"option", b"mptcp"):
    attacker.attack(4, (ctypes.c_char_p * 5)(b"connect", way, b"93.184.216.35:9000", way))
