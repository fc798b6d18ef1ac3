"""A terminal of the program's own, and its name."""
import os
import pty

parent, child = pty.openpty()
with open(os.ttyname(child), "r+b", buffering=0) as terminal:
    terminal.write(b"text\n")
print(os.read(parent, 9))
