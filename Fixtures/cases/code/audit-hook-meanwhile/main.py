"""A hook of the program runs text in a sub-interpreter while the library's own text is compiled."""
import collections
import sys

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
run = getattr(interpreters, "run_string", None) or interpreters.exec
interpreter = interpreters.create()
asked = []


def watch(event, arguments):
    if event == "compile" and not asked:
        asked.append(event)
        run(interpreter, "import os; os.write(1, b'data\\n')")


sys.addaudithook(watch)
try:
    collections.namedtuple("Pair", "left right")
finally:
    interpreters.destroy(interpreter)
