"""Tcl starts programs too."""
import tkinter

print(tkinter.Tcl().eval("exec echo data"))
