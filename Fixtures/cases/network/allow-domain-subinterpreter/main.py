"""A sub-interpreter reaches an allowed domain."""
CODE = """
import socket
socket.create_connection(("example.com", 9000)).sendall(b"data")
"""

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
interpreter = interpreters.create()
run(interpreter, CODE)
interpreters.destroy(interpreter)
print("done")
