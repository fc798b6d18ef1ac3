"""The frames of a refusal: what the guard had in its hands when it refused."""
import socket
import types

try:
    socket.getaddrinfo("evil.test", 80)
except OSError as error:
    frame = error.__traceback__
    values = []
    while frame is not None:
        values += list(frame.tb_frame.f_locals.values()) + list(frame.tb_frame.f_globals.values())
        frame = frame.tb_next
    for value in values:
        if isinstance(value, (types.BuiltinFunctionType, types.FunctionType)) and value.__name__ in ("getaddrinfo", "gethostbyname"):
            try:
                value("again.evil.test", 80)
            except (OSError, TypeError):
                pass
print("done")
