"""Another interpreter in the same process."""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

interpreters.run_string(interpreters.create(), "with open('new', 'w') as file:\n    file.write('data')")
