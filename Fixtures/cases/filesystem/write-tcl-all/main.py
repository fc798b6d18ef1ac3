"""Tcl changes files too."""
import tkinter

tcl = tkinter.Tcl()
for command in (
    "close [open new w]",
    "file mkdir folder",
    "file copy file copy",
    "file rename other moved",
    "file delete gone",
    "file attributes file -permissions 0666",
    "file mtime file 9",
    "file link -symbolic link file",
):
    try:
        tcl.eval(command)
    except (tkinter.TclError, OSError):
        pass
