"""print writes to an object whose write is eval."""
import types

print("print('data')", end="0", file=types.SimpleNamespace(write=eval))
