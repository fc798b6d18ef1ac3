"""The new parser's own module compiles text on a thread with no frame of the program."""
import _peg_parser
import _thread
import time


def work():
    pass


made = []
_thread.start_new_thread(made.extend, (map(_peg_parser.compile_string, ["print('data')"]),))
time.sleep(0.5)
if made:
    work.__code__ = made[0]
    work()
