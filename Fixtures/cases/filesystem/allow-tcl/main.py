"""Tcl's own start reads what is installed."""
import tkinter

print(tkinter.Tcl().eval("read [open root/inside]"), end="")
