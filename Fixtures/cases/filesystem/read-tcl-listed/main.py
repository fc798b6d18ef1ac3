"""Tcl lists folders too."""
import tkinter

print(tkinter.Tcl().eval("glob -directory ../away *"))
