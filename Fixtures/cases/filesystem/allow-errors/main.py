"""Errors of the system stay what they are in an allowed folder."""
import errno
import os

for call in (
    lambda: open("out/nothing"),
    lambda: open("out", "w"),
    lambda: open("out/kept/below", "w"),
    lambda: os.mkdir("out"),
    lambda: os.rmdir("out/folder"),
    lambda: open("out/loop", "w"),
    lambda: open("out/kept", "x"),
    lambda: os.link("out/kept", "out/kept"),
    lambda: open("out/" + "a" * 300, "w"),
    lambda: open("", "w"),
):
    try:
        call()
    except OSError as error:
        print(errno.errorcode[error.errno], type(error).__name__)
