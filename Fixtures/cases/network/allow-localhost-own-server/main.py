"""A server and its client in one program."""
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))
thread = threading.Thread(target=lambda: server.accept()[0].sendall(b"data"))
thread.start()
print(socket.create_connection(server.getsockname()).recv(4))
thread.join()
