"""CPython's tests have a module that compiles text."""
import _testcapi


def work():
    pass


work.__code__ = _testcapi.Py_CompileString(b"print('data')")
work()
