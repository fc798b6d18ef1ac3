"""Mocks with the signature of what they stand for, and patches."""
import unittest.mock


class Kind:
    def work(self, value, *, key=None):
        return value


def work(value):
    return value


mock = unittest.mock.create_autospec(Kind, instance=True)
mock.work.return_value = 2
function = unittest.mock.create_autospec(work, return_value=3)
with unittest.mock.patch(__name__ + ".work", autospec=True) as patched:
    patched.return_value = 4
    print(mock.work(1), function(1), work(1), patched.call_count)
try:
    mock.work()
except TypeError as error:
    print(error)
