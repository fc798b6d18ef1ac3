"""A child by a path object, its words in bytes."""
import os
import pathlib

os.waitpid(os.posix_spawn(pathlib.Path("/bin/echo"), [b"echo", b"data"], {}), 0)
