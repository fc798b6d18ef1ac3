"""operator.attrgetter takes eval from the module."""
import builtins
import operator

operator.attrgetter("eval")(builtins)("print('data')")
