"""unittest.mock writes a function's name into source. This name is one where it is checked, and code where it is written."""
import unittest.mock


class Name(str):
    texts = ["work(): pass\nprint('data')\ndef work", "work"]

    def isidentifier(self):
        return True

    def __str__(self):
        return self.texts.pop(0)


def work():
    pass


work.__name__ = Name("work")
unittest.mock.create_autospec(work)
