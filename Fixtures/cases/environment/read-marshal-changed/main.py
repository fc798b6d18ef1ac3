"""The bytes of a code object are changed after they were looked at: it says it comes from shutil."""
import marshal
import os
import shutil
import sys


def work():
    return os.environ["PATH"]


NAME = shutil.__file__
OTHER = "x" * len(NAME)
data = bytearray(marshal.dumps(work.__code__.replace(co_filename=OTHER)))


def watch(event, arguments):
    if event == "marshal.loads":
        data[:] = data.replace(OTHER.encode(), NAME.encode())


sys.addaudithook(watch)
work.__code__ = marshal.loads(data)
if work():
    print("data")
