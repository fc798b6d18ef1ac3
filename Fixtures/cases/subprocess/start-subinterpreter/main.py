"""Another interpreter in the same process."""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

interpreters.run_string(interpreters.create(), "import os\nos.system('echo data')")
