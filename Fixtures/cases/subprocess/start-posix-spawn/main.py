"""A child by path."""
import os

os.waitpid(os.posix_spawn("/bin/echo", ["echo", "data"], {}), 0)
