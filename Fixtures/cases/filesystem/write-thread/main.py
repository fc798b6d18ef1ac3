"""A thread writes; the main one does not look."""
import threading


def work():
    with open("new", "w") as file:
        file.write("data")


thread = threading.Thread(target=work)
thread.start()
thread.join()
