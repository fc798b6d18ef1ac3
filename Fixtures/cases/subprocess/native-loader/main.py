"""A library has the dynamic loader run a program, while a dynamic one is allowed."""
import ctypes
import glob

loader = glob.glob("/lib*/ld-linux*.so.*")[0].encode()
attacker = ctypes.CDLL("./attacker.so")
attacker.attack(5, (ctypes.c_char_p * 6)(b"exec", b"spawn", loader, b"/bin/echo", b"data"))
