"""tkinter's interpreter looks for its profile at the start."""
import tkinter

print(tkinter.Tcl().eval("expr 1 + 1"))
