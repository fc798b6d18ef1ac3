"""A package lengthens its own __path__; that is no list of the interpreter's."""
import package.second

import package

print(package.second.VALUE, len(package.__path__))
