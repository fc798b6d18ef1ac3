"""A trace function, where that is allowed."""
import sys


def see(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "work":
        print("data")


def work():
    pass


sys.settrace(see)
work()
sys.settrace(None)
