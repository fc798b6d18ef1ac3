"""What getaddrinfo and if_nameindex need of the kernel, in children too."""
import socket
import subprocess
import sys

print(socket.if_nameindex()[0][1], socket.getaddrinfo("localhost", 80)[0][4])
code = "import socket; print(socket.if_nametoindex('lo'), socket.getaddrinfo('127.0.0.1', 80, flags=socket.AI_ADDRCONFIG)[0][4])"
subprocess.run([sys.executable, "-c", code])
