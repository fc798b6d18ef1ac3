"""A library puts another program in the place of the allowed one: renamed, exchanged, linked."""
import ctypes
import subprocess

attacker = ctypes.CDLL("./attacker.so")
for words in ((b"change", b"exchange", b"evil", b"good"), (b"change", b"unlink", b"good", b""), (b"change", b"link", b"second", b"good")):
    attacker.attack(len(words), (ctypes.c_char_p * (len(words) + 1))(*words))
    try:
        subprocess.run(["./good"])
    except OSError:
        pass
