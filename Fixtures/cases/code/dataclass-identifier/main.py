"""A name of a field that says that it is an identifier."""
import dataclasses


class Name(str):
    def isidentifier(self):
        return True


repr(dataclasses.make_dataclass("Kind", [(Name("__class__ and print('data')"), int)], init=False, eq=False)())
