"""A function without arguments, run in a sub-interpreter, evaluates there."""
CODE = "eval('__import__(\"os\").write(1, b\"data\\\\n\")')"

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
try:
    run(interpreters.create(), CODE)
except Exception:
    pass
