"""A library makes threads, which are no processes."""
import ctypes
import concurrent.futures

attacker = ctypes.CDLL("./attacker.so")
attacker.attack(5, (ctypes.c_char_p * 6)(b"race-path", b"read", b"main.py", b"main.py", b"100"))
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(abs, range(100))))
