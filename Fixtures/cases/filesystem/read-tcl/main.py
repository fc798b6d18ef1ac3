"""Tcl opens files too."""
import tkinter

print(tkinter.Tcl().eval("read [open secret]"), end="")
