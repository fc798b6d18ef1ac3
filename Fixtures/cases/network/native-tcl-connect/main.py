"""Tcl opens sockets itself: Python has no event for it."""
import tkinter

tcl = tkinter.Tcl()
tcl.eval("set channel [socket 93.184.216.35 9000]; puts -nonewline $channel data; close $channel")
