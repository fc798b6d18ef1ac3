"""Another program, as an open file."""
import os

os.execve(os.open("/bin/sh", os.O_RDONLY), ["/bin/echo", "-c", "echo data"], os.environ)
