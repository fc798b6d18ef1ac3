"""A unix socket that this program serves itself."""
import socket
import threading

server = socket.socket(socket.AF_UNIX)
server.bind("own.sock")
server.listen()
thread = threading.Thread(target=lambda: server.accept()[0].sendall(b"data"))
thread.start()
client = socket.socket(socket.AF_UNIX)
client.connect("own.sock")
print(client.recv(4))
thread.join()
