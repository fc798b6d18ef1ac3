"""namedtuple's checks are replaced by names in the module that hide the builtins; then a field's name is code."""
import collections


class Name(str):
    def isidentifier(self):
        return True


collections.map = lambda function, names: [Name("value=1/0: 0 #")]
collections.type = lambda *_: str
try:
    collections.namedtuple("Kind", "value")
except ZeroDivisionError:
    print("data")
