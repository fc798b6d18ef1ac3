"""A loader compiles source for its caller, and importlib's function calls what it is given."""
import importlib._bootstrap
import importlib.machinery

code = importlib.machinery.SourceFileLoader("memory", "memory.py").source_to_code(b"print('data')", "memory.py")
importlib._bootstrap._call_with_frames_removed(exec, code, {})
