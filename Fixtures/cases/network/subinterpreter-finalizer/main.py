"""An object that is finalized as its sub-interpreter ends."""
CODE = """
import _socket


class Late:
    def __del__(self, make=_socket.socket):
        client = make(2, 1)
        client.connect(("93.184.216.35", 9000))
        client.send(b"data")


import builtins
builtins.late = Late()
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
