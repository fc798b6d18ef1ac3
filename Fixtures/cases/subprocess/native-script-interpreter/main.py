"""An allowed script's interpreter, used for something else."""
import ctypes
import subprocess

subprocess.run(["./script"])
attacker = ctypes.CDLL("./attacker.so")
attacker.attack(5, (ctypes.c_char_p * 6)(b"exec", b"spawn", b"/bin/sh", b"-c", b"echo data"))
