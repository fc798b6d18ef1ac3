"""threading's variable is set, and its threads set the function themselves."""
import threading


def see(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "work":
        print("data")


def work():
    pass


threading._trace_hook = see
thread = threading.Thread(target=work)
thread.start()
thread.join()
