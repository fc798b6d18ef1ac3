import socket


def work():
    socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
