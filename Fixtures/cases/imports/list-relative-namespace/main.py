"""A relative import of the library's code, in a namespace that names another package."""
import builtins
import types
import xml.sax.xmlreader

code = xml.sax.xmlreader.IncrementalParser.parse.__code__
names = {"__builtins__": builtins, "__package__": "secret", "__name__": "secret", "__spec__": None}
try:
    types.FunctionType(code, names)(None, None)
except (ImportError, AttributeError):
    pass
