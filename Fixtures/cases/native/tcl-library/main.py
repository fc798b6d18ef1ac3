"""Tcl loads libraries of its own."""
import tkinter

tkinter.Tcl().eval("load ./library.so Library")
