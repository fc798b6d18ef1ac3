"""An interpreter that begins within this one imports what it needs."""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

new = interpreters.create()
interpreters.run_string(new, "import json; print(json.dumps([1]), flush=True)")
interpreters.destroy(new)
