"""What the list leaves out is refused in another interpreter, too."""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

new = interpreters.create()
interpreters.run_string(new, "import smtplib; print('data', flush=True)")
interpreters.destroy(new)
