"""Sockets of every other family and kind: packet, vsock, raw, XDP, and so on."""
import ctypes

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(1, (ctypes.c_char_p * 2)(b"families"))
