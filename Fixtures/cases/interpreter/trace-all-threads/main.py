"""threading.settrace_all_threads, for the threads that run."""
import threading


def see(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "work":
        print("data")


def work():
    pass


threading.settrace_all_threads(see)
work()
