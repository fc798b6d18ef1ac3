"""An address is connected to later, in another thread, where the name is not known any more."""
import socket
import threading

address = socket.gethostbyname("www.example.com")


def work():
    client = socket.create_connection((address, 9000))
    client.sendall(b"data")


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(address)
