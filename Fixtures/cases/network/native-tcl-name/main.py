"""Tcl looks names up itself."""
import tkinter

tkinter.Tcl().eval("socket evil.test 9000")
