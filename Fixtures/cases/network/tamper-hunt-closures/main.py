"""What a wrapper keeps: closures, __wrapped__, __self__, defaults, globals, to any depth."""
import socket
import types

seen, pending = set(), [socket.getaddrinfo, socket.gethostbyname, socket.socket.connect]
while pending and len(seen) < 20000:
    thing = pending.pop()
    if id(thing) in seen:
        continue
    seen.add(id(thing))
    for name in ("__wrapped__", "__self__", "__func__", "__defaults__", "__kwdefaults__", "__closure__", "cell_contents", "func", "args"):
        try:
            pending.append(getattr(thing, name))
        except Exception:
            pass
    if isinstance(thing, types.FunctionType):
        pending.extend(value for name, value in thing.__globals__.items() if name in thing.__code__.co_names)
    if isinstance(thing, (tuple, list)):
        pending.extend(thing)
    if isinstance(thing, types.BuiltinFunctionType) and thing.__name__ in ("getaddrinfo", "gethostbyname"):
        try:
            thing("evil.test", 80) if thing.__name__ == "getaddrinfo" else thing("evil.test")
        except OSError:
            pass
print("done")
