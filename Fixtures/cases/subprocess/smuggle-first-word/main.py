"""The program's own name is a lie."""
import os

os.execv("/bin/sh", ["/bin/echo", "-c", "echo data"])
