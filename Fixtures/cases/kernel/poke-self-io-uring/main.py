"""/proc/self/mem is opened by way of a ring in memory."""
import ctypes
import os

kept = ctypes.create_string_buffer(b"kept")
address, process = b"%d" % ctypes.addressof(kept), b"%d" % os.getpid()
attacker = ctypes.CDLL("./attacker.so")
for way in (b"io-uring",):
    attacker.attack(5, (ctypes.c_char_p * 6)(b"poke", way, process, address, b"data"))
    print(kept.value)
    kept.value = b"kept"
