"""Tcl reaches an allowed domain."""
import tkinter

tkinter.Tcl().eval("set channel [socket example.com 9000]; puts -nonewline $channel data; close $channel")
