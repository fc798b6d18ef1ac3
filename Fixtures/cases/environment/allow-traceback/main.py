"""Tracebacks ask the environment whether to use colours."""
import io
import traceback

stream = io.StringIO()
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc(file=stream)
    traceback.print_exc()
print(stream.getvalue().splitlines()[-1])
