"""Tcl serves on every address."""
import os
import tkinter

tcl = tkinter.Tcl()
tcl.eval("proc answer {channel host port} {gets $channel; puts -nonewline $channel served; close $channel; set ::done 1}; socket -server answer 18080")
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 18080\n")
tcl.eval("after 5000 {set ::done 1}; vwait ::done")
