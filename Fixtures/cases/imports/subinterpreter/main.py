"""A sub-interpreter imports for itself."""
CODE = "import pwd, os; os.write(1, (pwd.getpwuid(0).pw_name + '\\n').encode())"

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
try:
    run(interpreters.create(), CODE)
except Exception:
    pass
