"""Another thread rewrites the host, a bytearray, while it is checked and used."""
import random
import socket
import sys
import threading
import time

host = bytearray(b"127.0.0.1")
done = False


def rewrite():
    while True:
        host[:] = random.choice((b"151.1.1.6", b"127.0.0.1"))


sys.setswitchinterval(1e-6)
threading.Thread(target=rewrite, daemon=True).start()
end = time.monotonic() + 3
while not done and time.monotonic() < end:
    for _ in range(50):
        with socket.socket() as client:
            try:
                client.connect((host, 9000))
                if client.getpeername()[0] == "151.1.1.6":
                    client.sendall(b"data")
                    done = True
            except OSError:
                pass
print("done")
