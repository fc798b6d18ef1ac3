"""Another Python, started with -I, connects."""
import subprocess
import sys

subprocess.run([sys.executable, "-I", "-c", "import socket; socket.create_connection(('93.184.216.35', 9000)).sendall(b'data')"])
