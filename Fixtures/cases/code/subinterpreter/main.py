"""A text for a sub-interpreter."""
CODE = "import os; os.write(1, b'data\\n')"

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
run(interpreters.create(), CODE)
