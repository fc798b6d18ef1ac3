"""Another interpreter in the same process."""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

interpreters.run_string(interpreters.create(), "import ctypes\nctypes.CDLL(None).write(1, b'data\\n', 5)")
