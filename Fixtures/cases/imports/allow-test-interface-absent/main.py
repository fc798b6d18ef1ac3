"""CPython's test modules are absent rather than an end to the program."""
try:
    import _testcapi
except ImportError:
    _testcapi = None
print("main")
