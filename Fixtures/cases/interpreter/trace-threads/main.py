"""threading.settrace, for the threads to come."""
import threading


def see(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "work":
        print("data")


def work():
    pass


threading.settrace(see)
thread = threading.Thread(target=work)
thread.start()
thread.join()
