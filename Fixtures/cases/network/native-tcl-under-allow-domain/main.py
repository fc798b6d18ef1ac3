"""Tcl connects elsewhere while a domain is allowed."""
import tkinter

tcl = tkinter.Tcl()
tcl.eval("close [socket example.com 9000]")
tcl.eval("set channel [socket 93.184.216.35 9000]; puts -nonewline $channel data; close $channel")
