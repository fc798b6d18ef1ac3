"""Tcl writes to the environment by itself: an alias for a name without dots."""
import os
import socket
import tkinter

with open("aliases", "w") as file:
    file.write("intranet secret.evil.test\n")
tkinter.Tcl().eval("set env(HOSTALIASES) {%s}" % os.path.abspath("aliases"))
try:
    socket.gethostbyname("intranet")
except OSError:
    pass
