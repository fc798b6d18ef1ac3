"""The collector's list of objects is searched for an original of a guarded function."""
import gc
import socket
import types

found = {}
for thing in gc.get_objects() + [each for one in gc.get_objects() for each in gc.get_referents(one)]:
    if isinstance(thing, types.BuiltinFunctionType) and thing.__name__ in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        found[id(thing)] = thing
tried = 0
for function in found.values():
    try:
        function("evil.test", 80) if function.__name__ == "getaddrinfo" else function("evil.test")
    except OSError:
        pass
    tried += 1
print(tried > 0)
